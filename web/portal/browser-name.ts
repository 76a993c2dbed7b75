import type { Visit } from '../../lambdas/auth/account.ts';
import { words } from './page-words.ts';

/** What `COMMAND_LINE` and `UNKNOWN_BROWSER` of the portal are called on pages; all other names are the same in every language. */
const said: Readonly<Record<Visit['browser'], string>> = {
  'Command line': words.operator,
  '?': words.unknownBrowser,
};

export const browserName = (browser: string): string => said[browser] ?? browser;
