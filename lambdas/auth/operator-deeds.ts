import type { Settings } from '../settings.ts';
import { type Account, COMMAND_LINE } from './account.ts';
import type { AccountDetails } from './account-details.ts';
import { endOf, type MailedSecret } from './mailed-secrets.ts';
import { OperatorRefusal } from './operator-refusal.ts';
import type { AccountChanges, OperatorEntry, OperatorEvent, OperatorMail, OperatorStore } from './operator-store.ts';
import { newId, type Random } from './tokens.ts';

export interface OperatorNeeds {
  readonly store: OperatorStore;
  readonly settings: Settings;
  readonly random: Random;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** The operator, as the audit trail shows them. */
  readonly by: string;
  /** Whether a password that an operator sets has to be replaced by its owner. */
  readonly passwordsAreTemporary: boolean;
}

/** An account as it begins, now. */
export function newAccount(
  { random, clock }: OperatorNeeds,
  details: AccountDetails,
  rest: Pick<Account, 'status' | 'passwordHash' | 'mustReplacePassword'>,
): Account {
  return { id: newId(random), ...details, ...rest, epoch: newId(random), createdAt: clock() };
}

/** Writes a new account, and owes its owner a secret where there is one. */
export async function create(
  needs: OperatorNeeds,
  account: Account,
  event: 'account-created' | 'account-invited',
  secret?: MailedSecret,
): Promise<Account> {
  const entered = entry(needs, { event, by: needs.by }, account.createdAt);
  const outcome = await needs.store.create(account, entered, secret && mailOf(needs, secret));
  if (outcome === 'created') return account;
  throw new OperatorRefusal(
    outcome,
    outcome === 'email-taken'
      ? 'An account has this e-mail address already.'
      : 'An account has this user name already.',
  );
}

/** What is mailed to an account from now on. Operators may read no key, so it names none. */
export const newSecret = (kind: MailedSecret['kind'], { id, epoch }: Account, now: number): MailedSecret => ({
  kind,
  account: id,
  epoch,
  expiresAt: endOf(kind, now),
});

/** The mail that brings it. */
export const mailOf = ({ random }: OperatorNeeds, secret: MailedSecret): OperatorMail => ({
  kind: 'secret',
  id: newId(random),
  secret,
});

/** Writes on condition that the account is as it was read. */
export async function change(
  needs: OperatorNeeds,
  account: Account,
  event: OperatorEvent,
  at: number,
  changes: AccountChanges,
  mail?: OperatorMail,
): Promise<Account> {
  const outcome = await needs.store.change(account, changes, entry(needs, event, at), mail);
  if (outcome === 'changed') return { ...account, ...changes };
  throw changedMeanwhile();
}

export const changedMeanwhile = () =>
  new OperatorRefusal('account-changed', 'The account was changed by somebody else just now: look, and try again.');

/** The audit entry of what an operator does. */
export function entry({ random }: OperatorNeeds, event: OperatorEvent, at: number): OperatorEntry {
  return { ...event, id: newId(random), visit: { at, browser: COMMAND_LINE } };
}
