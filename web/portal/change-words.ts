import type { Words } from '../../locales/pages/words.ts';
import { pageWords } from '../shared/page-words.ts';

/** The words of changes to one's own account. */
export const { change: words } = pageWords<{ readonly change: Words['changeScript'] }>();
