import type { Words } from '../../locales/pages/words.ts';
import { pageWords } from '../shared/page-words.ts';

/** The words of the Reset Password page. */
export type ResetWords = Words['resetScript'];

export const { reset: words } = pageWords<{ readonly reset: ResetWords }>();
