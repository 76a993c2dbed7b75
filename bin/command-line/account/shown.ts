import type { Account } from '../../../lambdas/auth/account.ts';
import { columns, visible } from '../columns.ts';
import { iso, minute } from '../time.ts';

/** An account for operators: everything but what protects it. Times are ISO 8601 in UTC. */
export function document(account: Account) {
  const { id, email, username, name, phone, locale, role, channel, status, createdAt, lastSignIn } = account;
  return {
    id,
    email,
    ...(username !== undefined && { username }),
    name,
    ...(phone && { phone: phone.number }),
    locale,
    role,
    channel,
    status,
    phones: phonesOf(account),
    mustReplacePassword: account.mustReplacePassword === true,
    createdAt: iso(createdAt),
    ...(lastSignIn && { lastSignIn: { ...lastSignIn, at: iso(lastSignIn.at) } }),
  };
}

/** The same as lines for a person. */
export function details(account: Account): string {
  const { email, username = '–', name, phone, locale, role, channel, status, lastSignIn } = account;
  const from = [lastSignIn?.browser, lastSignIn?.place].filter(Boolean).join(', ');
  const rows = [
    ['Name', name],
    ['E-mail', email],
    ['User name', username],
    ['Phone', phone ? phone.number + (phone.verified ? '' : ', not confirmed yet') : '–'],
    ['Codes by', channel === 'sms' ? 'SMS' : 'e-mail'],
    ['Language', locale],
    ['Role', role],
    ['Status', status + (account.mustReplacePassword ? ', with a temporary password' : '')],
    ['Phones', String(phonesOf(account))],
    ['Created', minute(account.createdAt)],
    ['Last sign-in', lastSignIn ? `${minute(lastSignIn.at)}, ${from}` : 'never'],
    ['Id', account.id],
  ];
  return `${columns(rows).join('\n')}\n`;
}

/** How many phones approve for it. */
const phonesOf = ({ devices = [] }: Account): number => devices.length;

/** `Anna (anna@example.org)`. */
export const called = ({ name, email }: Account): string => visible(`${name} (${email})`);

const HEAD = ['STATUS', 'ROLE', 'PHONES', 'E-MAIL', 'USER NAME', 'NAME', 'LAST SIGN-IN (UTC)'];
const WIDTHS = [8, 7, 6, 32, 16, 24];

/** A page of a table, whose columns stand below those of the page before. */
export function table(accounts: readonly Account[], isFirst: boolean): string {
  const rows = accounts.map(({ status, role, email, username = '', name, lastSignIn, devices = [] }) => [
    status,
    role,
    String(devices.length),
    email,
    username,
    name,
    lastSignIn ? minute(lastSignIn.at) : 'never',
  ]);
  return columns(isFirst ? [HEAD, ...rows] : rows, WIDTHS)
    .map((line) => `${line}\n`)
    .join('');
}
