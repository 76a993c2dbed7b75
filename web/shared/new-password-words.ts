import type { Words } from '../../locales/pages/words.ts';
import { pageWords } from './page-words.ts';

export type NewPasswordWords = Words['newPasswordScript'];

/** The words about new passwords: the template of the fields puts them into its page. */
export const { newPassword: words } = pageWords<{ readonly newPassword: NewPasswordWords }>();
