import type { Words } from '../../locales/pages/words.ts';
import { pageWords } from '../shared/page-words.ts';

/** The words that the portal page's scripts say. */
export const words = pageWords<Words['portalScript']>();
