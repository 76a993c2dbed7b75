import { channelsOf, sinceOf } from '../auth/account.ts';
import type { Recovered, RecoveryStore } from '../auth/recovery-store.ts';
import { transact } from '../aws/dynamodb.ts';
import { recovered } from './accounts.ts';
import { entered } from './audit.ts';
import { done } from './flows.ts';
import { known } from './limits.ts';
import { passwordNotices } from './notices.ts';
import type { PasswordStoreOptions } from './sign-in.ts';

/**
 * The new password, in one transaction with the code that it consumes. The new epoch ends the account's sessions, flows
 * and approvals, and the secrets that were mailed before: their rows stay, for strangers write them.
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
      since: sinceOf(account, channel),
    }),
    known(tables.limits, account.id, browser.hash, browser.until, visit, 'tries'),
    entered(
      tables.audit,
      { account: account.id, id: flow.id, flow: flow.id, event: 'password-set', by: flow.kind, visit },
      options.auditSeconds,
    ),
    ...passwordNotices(tables, account, {
      id: result.notice,
      visit,
      overPhone: flow.kind === 'recovery' || account.channel === 'sms',
    }),
  ]);
  return cancelled ? 'changed' : 'completed';
}

/** The channel that the code went over. */
function channelOf({ flow, account }: Recovered) {
  const channels = channelsOf(account);
  const asked = channels.find((channel) => channel === flow.channel);
  return asked ?? channels[0] ?? 'email';
}
