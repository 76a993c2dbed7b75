import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { RecoveryFlow } from '../auth/flow.ts';
import type { OwedToAccount, Postage, RecoveryStore } from '../auth/recovery-store.ts';
import { conditional, type TransactItem, transact } from '../aws/dynamodb.ts';
import { countMetric } from '../log.ts';
import type { OwedMessage } from '../notify/owed.ts';
import { accountOf, readAccount } from './accounts.ts';
import { writeEntry } from './audit.ts';
import { batchGet } from './batch-get.ts';
import { opened, readFlow, resetCodeReplaced, tryOfFlow } from './flows.ts';
import { tallyKey } from './limits.ts';
import { mailed, mailedSecretKey, mailedSecretOf } from './mailed-secrets.ts';
import { owed } from './outbox.ts';
import { mailedOf, mailPaid } from './postage.ts';
import { complete } from './recovery-completion.ts';
import type { PasswordStoreOptions } from './sign-in.ts';
import { look } from './sign-in-password.ts';
import { countForAddress } from './strangers.ts';

/** Everything that recovery and activation read and write, over the tables. */
export function recoveryStore(options: PasswordStoreOptions): RecoveryStore {
  const { client, tables, auditSeconds } = options;
  return {
    look: (keys) => look(options, keys),
    async countBeginning(keys) {
      if (await countForAddress(client, tables.limits, keys)) countMetric('AddressLimit');
    },
    mailbox: (...asked) => mailbox(options, ...asked),
    account: (id) => readAccount(client, tables.accounts, id),
    async flow(id) {
      const flow = await readFlow(client, tables.flows, id);
      return flow?.kind === 'recovery' || flow?.kind === 'activation' ? flow : undefined;
    },
    async begin(flow, message, postage) {
      const cancelled = await transact(client, [opened(tables.flows, flow), ...paid(options, message, postage)]);
      return cancelled ? 'sent-meanwhile' : 'begun';
    },
    async post(message, postage, secret) {
      const carried = secret ? [mailed(tables.flows, secret.before, secret.after)] : [];
      const cancelled = await transact(client, [...carried, ...paid(options, message, postage)]);
      return cancelled ? 'sent-meanwhile' : 'posted';
    },
    async resend(before, after, message, postage) {
      const cancelled = await transact(client, [
        resetCodeReplaced(tables.flows, before, after),
        ...paid(options, message, postage),
      ]);
      if (!cancelled) return 'sent';
      return cancelled[0] ? 'changed' : 'sent-meanwhile';
    },
    buyTry: (flow, now) => buyTry(options, flow, now),
    async refuseCode({ account, id, visit }, reason, now) {
      const entry = { account, id: options.newId(), flow: id, event: 'code-refused', reason } as const;
      await writeEntry(client, tables.audit, { ...entry, visit: { ...visit, at: now } }, auditSeconds);
    },
    complete: (recovered) => complete(options, recovered),
  };
}

async function mailbox(
  { client, tables }: PasswordStoreOptions,
  subject: string,
  browser: string | undefined,
  now: number,
): ReturnType<RecoveryStore['mailbox']> {
  const keys = [tallyKey({ subject }), ...(browser === undefined ? [] : [tallyKey({ subject, browser })])];
  const rows = await batchGet(client, {
    [tables.accounts]: [{ id: subject }],
    [tables.limits]: keys,
    [tables.flows]: [mailedSecretKey('invitation', subject), mailedSecretKey('temporary-password', subject)],
  });
  const tallies = rows[tables.limits] ?? [];
  const own = tallies.find(
    ({ scope, knownUntil }) => scope !== 'shared' && typeof knownUntil === 'number' && knownUntil > now,
  );
  const paying = own ?? tallies.find(({ scope }) => scope === 'shared');
  const secrets = (rows[tables.flows] ?? []).map(mailedSecretOf);
  return {
    account: accountOf(rows[tables.accounts]?.[0]),
    tally: own && browser !== undefined ? { subject, browser } : { subject },
    sent: mailedOf(paying),
    invitation: secrets.find((secret) => secret?.kind === 'invitation'),
    temporary: secrets.find((secret) => secret?.kind === 'temporary-password'),
  };
}

/** What is owed and the send that pays for it: both or neither. */
function paid({ tables }: PasswordStoreOptions, message: OwedToAccount, postage: Postage): TransactItem[] {
  const { id, channel } = message;
  const owedMessage: OwedMessage = {
    ...message.message,
    id,
    channel,
    account: postage.account,
    createdAt: postage.now,
  };
  const state = postage.send ? 'owed' : 'dropped';
  return [owed(tables.outbox, owedMessage, state), mailPaid(tables.limits, postage)];
}

async function buyTry(
  { client, tables }: PasswordStoreOptions,
  flow: RecoveryFlow,
  now: number,
): ReturnType<RecoveryStore['buyTry']> {
  const bought = await conditional(() => client.send(new UpdateCommand(tryOfFlow(tables.flows, flow, now))));
  return 'done' in bought ? { outcome: 'bought', triesLeft: flow.triesLeft - 1 } : { outcome: 'refused' };
}
