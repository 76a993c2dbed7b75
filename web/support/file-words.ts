import type { Words } from '../../locales/pages/words.ts';
import { pageWords } from '../shared/page-words.ts';

/** What is said about the files of a form. */
export const { files: words } = pageWords<{ readonly files: Words['supportScript']['file'] }>();
