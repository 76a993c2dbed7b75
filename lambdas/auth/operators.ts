import type { Account } from './account.ts';
import {
  type AccountDetails,
  checkChannel,
  checkDetails,
  checkLocale,
  checkName,
  type GivenDetails,
} from './account-details.ts';
import { isCommonPassword } from './common-password.ts';
import { canonicalise } from './identifiers.ts';
import { change, create, newAccount, type OperatorNeeds } from './operator-deeds.ts';
import { OperatorRefusal } from './operator-refusal.ts';
import type { AccountChanges } from './operator-store.ts';
import { brokenRules, checkPassword, LENGTHS, type Owner, type PasswordRule } from './password-policy.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { newId } from './tokens.ts';

/** A new account that can sign in at once. */
export async function createAccount(needs: OperatorNeeds, given: GivenDetails, password: string): Promise<Account> {
  const details = checkDetails(needs.settings, given);
  const account = newAccount(needs, vouched(needs, details), {
    status: 'active',
    ...newPassword(needs, details, password),
  });
  return create(needs, account, 'account-created');
}

/** Who makes an account ready for use vouches for its number; what its owner has yet to take over is yet to be proved. */
function vouched({ passwordsAreTemporary }: OperatorNeeds, details: AccountDetails): AccountDetails {
  if (!details.phone || passwordsAreTemporary) return details;
  return { ...details, phone: { ...details.phone, verified: true } };
}

/** By e-mail address, user name or id. */
export async function findAccount({ store }: OperatorNeeds, who: string): Promise<Account> {
  const identifier = canonicalise(who);
  const account = (identifier && (await store.claimant(identifier))) ?? (await store.account(who.trim()));
  // Claims and the global row lie in the same table: only accounts have an address.
  if (account?.email) return account;
  throw new OperatorRefusal('account-not-found', 'No account has this e-mail address, user name or id.');
}

/** A new password ends every session and flow, forgets wrong answers, and makes an invited account active. The owner is told. */
export async function setPassword(needs: OperatorNeeds, account: Account, password: string): Promise<Account> {
  if (account.passwordHash && verifyPassword(password, account.passwordHash)) {
    throw new OperatorRefusal('password-refused', 'This is the password that the account has already.');
  }
  const at = needs.clock();
  const changes = {
    ...newPassword(needs, account, password),
    status: account.status === 'invited' ? 'active' : account.status,
    epoch: newId(needs.random),
    reopenedAt: at,
  } as const;
  const notice = { kind: 'password-set', id: newId(needs.random) } as const;
  return change(needs, account, { event: 'password-set', by: needs.by }, at, changes, notice);
}

/** What `set` may change. */
export type GivenChanges = Pick<GivenDetails, 'name' | 'locale' | 'role' | 'channel'>;

/** Changes what was given; another role ends every session. Who is invited has none, and keeps the invitation. */
export async function changeDetails(needs: OperatorNeeds, account: Account, given: GivenChanges): Promise<Account> {
  const { name, locale, role, channel } = given;
  const changes: AccountChanges = {
    ...(name !== undefined && { name: checkName(name) }),
    ...(locale !== undefined && { locale: checkLocale(needs.settings, locale) }),
    ...(channel && { channel: checkChannel(channel, account.phone) }),
    ...(role && role !== account.role && { role, ...(account.status !== 'invited' && { epoch: newId(needs.random) }) }),
  };
  const fields = (['name', 'locale', 'role', 'channel'] as const).filter(
    (field) => changes[field] !== undefined && changes[field] !== account[field],
  );
  if (fields.length === 0) return account;
  const event = {
    event: 'account-changed',
    by: needs.by,
    fields,
    ...(changes.role && { role: changes.role }),
  } as const;
  return change(needs, account, event, needs.clock(), changes);
}

function newPassword(
  needs: OperatorNeeds,
  account: Omit<Owner, 'portal'>,
  password: string,
): Pick<Account, 'passwordHash' | 'mustReplacePassword'> {
  const { passwordPolicy: policy, name: portal } = needs.settings;
  const broken = brokenRules(checkPassword(policy, password, { ...account, portal }, isCommonPassword));
  if (broken.length > 0) {
    const needed = broken.map((rule) => RULES[rule](LENGTHS[policy])).join('; ');
    throw new OperatorRefusal('password-refused', `The password is refused. It needs ${needed}.`);
  }
  return { passwordHash: hashPassword(password, needs.random), mustReplacePassword: needs.passwordsAreTemporary };
}

const RULES: Readonly<Record<PasswordRule, (length: { least: number; most: number }) => string>> = {
  length: ({ least, most }) => `${least} to ${most} characters`,
  'three-kinds': () => 'three of upper case, lower case, digits 0-9 and special characters',
  'two-of-each': () => 'at least two characters each of three of those kinds',
  characters: () => 'only characters that can be typed again',
  'not-own': () => "nothing of the account's name, address or user name, or of the portal's name",
  'not-current': () => 'be another than now',
  'not-common': () => 'to be more than a common password with digits or signs around it',
};
