import { channelsOf } from '../auth/account.ts';
import type { Recovered, RecoveryStore } from '../auth/recovery-store.ts';
import { type TransactItem, transact } from '../aws/dynamodb.ts';
import { recovered } from './accounts.ts';
import { entered } from './audit.ts';
import { done } from './flows.ts';
import { known } from './limits.ts';
import { voided } from './mailed-secrets.ts';
import { owed } from './outbox.ts';
import type { PasswordStoreOptions } from './sign-in.ts';

/**
 * The new password, in one transaction with the code that it consumes. The new epoch ends the account's sessions, flows
 * and approvals; the secrets that were mailed before are void with it.
 */
export async function complete(
  options: PasswordStoreOptions,
  result: Recovered,
): ReturnType<RecoveryStore['complete']> {
  const { tables } = options;
  const { flow, account, visit, browser, idempotencyHash } = result;
  const channel = channelOf(result);
  const cancelled = await transact(options.client, [
    done(tables.flows, flow, idempotencyHash === undefined ? {} : { idempotencyHash }, visit.at),
    recovered(tables.accounts, flow, {
      passwordHash: result.passwordHash,
      epoch: result.newEpoch,
      at: visit.at,
      channel,
    }),
    known(tables.limits, account.id, browser.hash, browser.until, visit, 'tries'),
    entered(
      tables.audit,
      { account: account.id, id: flow.id, flow: flow.id, event: 'password-set', by: flow.kind, visit },
      options.auditSeconds,
    ),
    ...notices(options, result),
    voided(tables.flows, flow.kind === 'activation' ? 'invitation' : 'temporary-password', account.id),
  ]);
  return cancelled ? 'changed' : 'completed';
}

/** The channel that the code went over. */
function channelOf({ flow, account }: Recovered) {
  const channels = channelsOf(account);
  const asked = channels.find((channel) => channel === flow.channel);
  return asked ?? channels[0] ?? 'email';
}

/** To the address on file always; over the phone too, where the person prefers it. */
function notices({ tables }: PasswordStoreOptions, { account, notice, visit }: Recovered): TransactItem[] {
  const message = { kind: 'password-set', account: account.id, createdAt: visit.at, visit } as const;
  const byMail = owed(tables.outbox, { ...message, id: notice, channel: 'email' });
  if (channelsOf(account)[0] !== 'sms') return [byMail];
  return [byMail, owed(tables.outbox, { ...message, id: `${notice}.sms`, channel: 'sms' })];
}
