import type { Words } from '../../locales/pages/words.ts';
import { pageWords } from '../shared/page-words.ts';

/** The words that only the activation page's scripts say. */
export const { activation: words } = pageWords<{ readonly activation: Words['activationScript'] }>();
