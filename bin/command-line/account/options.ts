import type { Channel, Role } from '../../../lambdas/auth/account.ts';
import { locales } from '../../../locales/locale.ts';
import type { Option } from '../command.ts';
import { usage } from '../command-error.ts';
import { choiceOf, textOf, type Values } from '../words.ts';

export const roles: readonly Role[] = ['member', 'support', 'admin'];
export const channels: readonly Channel[] = ['email', 'sms'];

/** Options of what may be said at the creation of an account and changed later. */
export const detailOptions = {
  name: { value: 'N', says: 'Name, as the portal greets the person.' },
  locale: { value: 'L', says: 'Language of pages and messages.', choices: locales },
  role: { value: 'R', says: 'What the person may do.', choices: roles },
  channel: { value: 'C', says: 'Where codes go first.', choices: channels },
} as const satisfies Record<string, Option>;

/** The identifiers besides the e-mail address, which only the creation of an account says. */
export const identifierOptions = {
  username: { value: 'U', says: 'User name.' },
  phone: { value: 'P', says: 'Phone number in international form, +31612345678.' },
} as const satisfies Record<string, Option>;

/** All details that were given. */
export function givenAtFirst(values: Values) {
  const [username, phone] = [textOf(values, 'username'), textOf(values, 'phone')];
  return {
    ...(username !== undefined && { username }),
    ...(phone !== undefined && { phone }),
    ...givenDetails(values),
  };
}

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
  temporary: { says: 'Mails a temporary password instead, which you do not see. Good for 24 hours.' },
} as const satisfies Record<string, Option>;

/** Whether a temporary password is to be mailed instead of one that the operator gives. */
export function isTemporary(values: Values): boolean {
  if (values.temporary !== true) return false;
  if (values['password-stdin'] === true) throw usage('--temporary and --password-stdin exclude each other.');
  return true;
}

export const TEMPORARY = 'You know this password, so its owner has to replace it at the next sign-in.\n';
