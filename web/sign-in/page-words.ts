import type { Words } from '../../locales/pages/words.ts';
import { pageWords } from '../shared/page-words.ts';

/** The words that the sign-in page's scripts say. */
export type SignInWords = Words['signInScript'];

export const { signIn: words } = pageWords<{ readonly signIn: SignInWords }>();
