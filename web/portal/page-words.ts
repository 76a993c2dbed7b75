import type { Words } from '../../locales/pages/words.ts';
import { pageWords } from '../shared/page-words.ts';

/** The words that the scripts of all pages of the portal say. */
export const { portal: words } = pageWords<{ readonly portal: Words['portalScript'] }>();
