import type { Channel, Role } from '../../../lambdas/auth/account.ts';
import { locales } from '../../../locales/locale.ts';
import type { Option } from '../command.ts';
import { CommandError, usage } from '../command-error.ts';
import { choiceOf, textOf, type Values } from '../words.ts';

const roles: readonly Role[] = ['member', 'support', 'admin'];
const channels: readonly Channel[] = ['email', 'sms'];

/** Options of what may be said at the creation of an account and changed later. */
export const detailOptions = {
  name: { value: 'N', says: 'Name, as the portal greets the person.' },
  locale: { value: 'L', says: 'Language of pages and messages.', choices: locales },
  role: { value: 'R', says: 'What the person may do.', choices: roles },
  channel: { value: 'C', says: 'Where codes go first.', choices: channels },
} as const satisfies Record<string, Option>;

/** Those that were given. */
export function givenDetails(values: Values) {
  const [name, locale] = [textOf(values, 'name'), textOf(values, 'locale')];
  const [role, channel] = [choiceOf(values, 'role', roles), choiceOf(values, 'channel', channels)];
  return {
    ...(name !== undefined && { name }),
    ...(locale !== undefined && { locale }),
    ...(role && { role }),
    ...(channel && { channel }),
  };
}

export const passwordOptions = {
  'password-stdin': { says: 'Reads the password from the standard input. Without it the password is asked for.' },
  temporary: { says: 'Mails a temporary password instead. Comes with invitations; not in this version.' },
} as const satisfies Record<string, Option>;

/** Refuses, before anything else is asked, what this version cannot do. */
export function checkPasswordOptions(values: Values): void {
  if (values.temporary !== true) return;
  if (values['password-stdin'] === true) throw usage('--temporary and --password-stdin exclude each other.');
  throw new CommandError(
    'not-in-this-version',
    'Temporary passwords by mail come with invitations and are not in this version. Use --password-stdin.',
  );
}

export const TEMPORARY =
  'You know this password, so it is marked as temporary. This version does not ask its owner to replace it yet.\n';
