import { enableLanguages } from './languages.ts';

enableLanguages();
