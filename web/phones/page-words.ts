import type { Words } from '../../locales/pages/words.ts';
import { pageWords } from '../shared/page-words.ts';

/** The words of one's phones. */
export const { phones: words } = pageWords<{ readonly phones: Words['phonesScript'] }>();
