import type { Account } from '../auth/account.ts';
import { channelsOf } from '../auth/account.ts';
import type { Change, ConfirmationStore, ConfirmedChange } from '../auth/confirmation-store.ts';
import { type TransactItem, transact } from '../aws/dynamodb.ts';
import { claimed, confirmedChange } from './account-changes.ts';
import { type AuditEvent, entered } from './audit.ts';
import { used } from './confirmation-flow.ts';
import { cleared } from './limits.ts';
import { noticed, passwordNotices } from './notices.ts';
import { claimedBy } from './operator-writes.ts';
import { owed } from './outbox.ts';
import { begun, ended } from './sessions.ts';
import type { SignInStoreOptions } from './sign-in.ts';

/**
 * The confirmation used up, the change, the claims on addresses, the session that goes on under a new token, and what the
 * owner is told: all of it or nothing.
 */
export async function change(
  options: SignInStoreOptions,
  made: ConfirmedChange,
): ReturnType<ConfirmationStore['change']> {
  const { tables, lifetimes, auditSeconds } = options;
  const { flow, account, session, newEpoch, visit, idempotencyHash } = made;
  const isProved = 'email' in made.change || ('phone' in made.change && made.change.phone !== undefined);
  const completion = { session: session.token, ...(idempotencyHash !== undefined && { idempotencyHash }) };
  const claims = claimsOf(tables.accounts, account, made.change);
  const cancelled = await transact(options.client, [
    ...claims,
    used(tables.flows, flow, { by: isProved ? 'code' : 'confirmation', completion, now: visit.at }),
    confirmedChange(tables.accounts, account, made.change, { newEpoch, at: visit.at }),
    ended(tables.sessions, { account: account.id, token: flow.session }, visit.at, lifetimes),
    begun(tables.sessions, session, lifetimes.absoluteSeconds),
    ...(isProved ? [cleared(tables.limits, flow.tally, 'code')] : []),
    entered(
      tables.audit,
      { account: account.id, id: `${flow.id}#change`, flow: flow.id, ...eventOf(made.change), visit },
      auditSeconds,
    ),
    ...noticesOf(options, made),
  ]);
  if (!cancelled) return 'done';
  const isTaken = claims.length > 0 && cancelled.every((failed, index) => !failed || index === 0);
  return isTaken ? 'address-taken' : 'changed';
}

/** The new address claimed, first of all, and the old one given up. */
function claimsOf(table: string, { id, email }: Account, given: Change): TransactItem[] {
  if (!('email' in given)) return [];
  return [claimed(table, `email#${given.email}`, id), claimedBy(table, `email#${email}`, id)];
}

function eventOf(given: Change): AuditEvent {
  if ('passwordHash' in given) return { event: 'password-set', by: 'owner' };
  if ('email' in given) return { event: 'email-changed' };
  return { event: given.phone ? 'phone-changed' : 'phone-removed' };
}

/**
 * Told to the mailbox that was there before, which gets the link, and over the phone that was there before: of a new
 * address both, so that who has one of them cannot hide it.
 */
function noticesOf({ tables }: SignInStoreOptions, made: ConfirmedChange): TransactItem[] {
  const { account, visit, notice: id, notMe } = made;
  const { email, phone } = account;
  if ('passwordHash' in made.change) {
    return passwordNotices(tables, account, { id, visit, overPhone: account.channel === 'sms' });
  }
  const base = { id, account: account.id, createdAt: visit.at, visit };
  const news =
    'email' in made.change
      ? ({ ...base, kind: 'email-changed', now: made.change.email } as const)
      : ({ ...base, kind: 'phone-changed', ...(made.change.phone && { now: made.change.phone.number }) } as const);
  const byMail = noticed(tables, { ...news, channel: 'email', to: { email } }, notMe);
  if (!phone || !channelsOf(account).includes('sms')) return byMail;
  return [...byMail, owed(tables.outbox, { ...news, id: `${id}.sms`, channel: 'sms', to: { phone } })];
}
