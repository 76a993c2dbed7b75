import type { Account, AccountStatus } from './account.ts';
import { change, type OperatorNeeds } from './operator-deeds.ts';
import { OperatorRefusal } from './operator-refusal.ts';
import { newId } from './tokens.ts';

export type StatusVerb = 'lock' | 'unlock' | 'disable' | 'enable';

const TRANSITIONS = {
  lock: { from: ['active'], event: 'account-locked' },
  unlock: { from: ['locked'], event: 'account-unlocked' },
  disable: { from: ['invited', 'active', 'locked'], event: 'account-disabled' },
  enable: { from: ['disabled'], event: 'account-enabled' },
} as const satisfies Record<StatusVerb, { from: readonly AccountStatus[]; event: string }>;

/** The status that a verb leads to; an account that has no password yet is invited again. */
function target(verb: StatusVerb, account: Account): AccountStatus {
  if (verb === 'lock') return 'locked';
  if (verb === 'disable') return 'disabled';
  return account.passwordHash === undefined ? 'invited' : 'active';
}

/**
 * Locks, unlocks, disables or enables. The epoch changes with the status, which ends every session and flow. Unlocking
 * forgets wrong answers, also where the account was active and only strangers had closed a factor.
 * An account that is so already stays as it is.
 */
export async function changeStatus(needs: OperatorNeeds, account: Account, verb: StatusVerb): Promise<Account> {
  const { event } = TRANSITIONS[verb];
  const from: readonly AccountStatus[] = TRANSITIONS[verb].from;
  const status = target(verb, account);
  const at = needs.clock();
  const reopened = verb === 'unlock' && { reopenedAt: at };
  if (from.includes(account.status)) {
    const locked = verb === 'lock' && { locked: { by: 'operator', at } as const };
    const unlocked = verb === 'unlock' && { unlockedAt: at };
    const changes = { status, epoch: newId(needs.random), ...reopened, ...locked, ...unlocked };
    return change(needs, account, { event, by: needs.by }, at, changes);
  }
  if (account.status !== status) {
    throw new OperatorRefusal('status-refused', `The account is ${account.status}, so there is nothing to ${verb}.`);
  }
  return reopened ? change(needs, account, { event, by: needs.by }, at, reopened) : account;
}
