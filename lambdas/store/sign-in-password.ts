import type { SignInFlow } from '../auth/flow.ts';
import type {
  Credentials,
  Opening,
  RefusedSignIn,
  SignInStore,
  Stranger,
  StrangerKeys,
} from '../auth/sign-in-store.ts';
import type { TallyKey } from '../auth/tally.ts';
import { transact } from '../aws/dynamodb.ts';
import { countMetric } from '../log.ts';
import type { OwedMessage } from '../notify/owed.ts';
import { accountOf, closingOf, GLOBAL_ID, globalEpochOf, unchanged } from './accounts.ts';
import { writeEntry } from './audit.ts';
import { batchGet } from './batch-get.ts';
import { flowOf, opened, readFlow } from './flows.ts';
import { cleared, sentOf, tallyKey, tallyOf } from './limits.ts';
import { mailedSecretKey, mailedSecretOf } from './mailed-secrets.ts';
import { owed } from './outbox.ts';
import type { PasswordStoreOptions } from './sign-in.ts';
import { addressKey, countWrong, forgotten, pairKey } from './strangers.ts';

type Options = PasswordStoreOptions;

/** What the identifier leads to, and the wrong answers given for it and from there: one read. */
export async function look({ client, tables }: Options, keys: StrangerKeys): Promise<Stranger> {
  // What no account can be called is looked up all the same, so that it takes as long.
  const claim = keys.identifier ?? `none#${keys.pair}`;
  const [pair, address] = [pairKey(keys), addressKey(keys)];
  const rows = await batchGet(client, {
    [tables.accounts]: [{ id: claim }, { id: GLOBAL_ID }],
    [tables.limits]: [pair, address],
  });
  const accounts = rows[tables.accounts] ?? [];
  const limits = rows[tables.limits] ?? [];
  const account = accounts.find(({ id }) => id === claim)?.account;
  return {
    account: typeof account === 'string' ? account : undefined,
    globalEpoch: globalEpochOf(accounts.find(({ id }) => id === GLOBAL_ID)),
    pair: tallyOf(
      limits.find(({ subject }) => subject === pair.subject),
      'password',
    ),
    address: tallyOf(
      limits.find(({ subject }) => subject === address.subject),
      'password',
    ),
  };
}

/** The account and its temporary password. */
export async function credentials({ client, tables }: Options, id: string): Promise<Credentials> {
  const rows = await batchGet(client, {
    [tables.accounts]: [{ id }],
    [tables.flows]: [mailedSecretKey('temporary-password', id)],
  });
  const account = accountOf(rows[tables.accounts]?.[0]);
  const temporary = mailedSecretOf(rows[tables.flows]?.[0]);
  return { ...(account && { account }), ...(temporary && { temporary }) };
}

/** The sign-in of that id. */
export async function signInFlow({ client, tables }: Options, id: string): Promise<SignInFlow | undefined> {
  const flow = await readFlow(client, tables.flows, id);
  return flow?.kind === 'sign-in' ? flow : undefined;
}

/** The sign-in of that id, and whether sign-in is closed: one read. */
export async function gate({ client, tables }: Options, id: string): ReturnType<SignInStore['gate']> {
  const rows = await batchGet(client, { [tables.flows]: [{ id }], [tables.accounts]: [{ id: GLOBAL_ID }] });
  const flow = flowOf(rows[tables.flows]?.[0]);
  const closing = closingOf(rows[tables.accounts]?.[0]);
  return { ...(flow?.kind === 'sign-in' && { flow }), ...(closing && { closing }) };
}

/** Unix seconds of the codes sent to a browser, or to all unknown ones together. */
export async function sent({ client, tables }: Options, key: TallyKey): Promise<readonly number[]> {
  const rows = await batchGet(client, { [tables.limits]: [tallyKey(key)] });
  return sentOf(rows[tables.limits]?.[0]);
}

/** The right password: the flow, what it owes, and the end of the wrong answers before it, or nothing of it. */
export async function open(options: Options, opening: Opening): ReturnType<SignInStore['open']> {
  const { tables } = options;
  const { account, flow, code, rehash, forget } = opening;
  const sends = code && { before: code.sentBefore, after: code.sentAfter };
  const cancelled = await transact(options.client, [
    unchanged(tables.accounts, account, rehash),
    cleared(tables.limits, flow.tally, 'password', sends),
    opened(tables.flows, flow),
    ...(code ? [owed(tables.outbox, codeMessage(flow, code.message, flow.visit.at))] : []),
    ...(forget ? [forgotten(tables.limits, forget)] : []),
  ]);
  if (!cancelled) return 'opened';
  return cancelled[0] ? 'changed' : 'sent-meanwhile';
}

/** The message with the flow's newest code. */
export function codeMessage(flow: SignInFlow, id: string, now: number): OwedMessage {
  const { account, channel, counter } = flow;
  return { id, kind: 'sign-in-code', account, channel, flow: flow.id, counter, createdAt: now };
}

/** Counts a wrong answer for the told wait, and writes the audit entry. */
export async function refuse(options: Options, { subject, reason, keys, visit }: RefusedSignIn): Promise<void> {
  const { client, tables, auditSeconds } = options;
  const entry = { account: subject, id: options.newId(), event: 'sign-in-refused', reason, visit } as const;
  const [reached] = await Promise.all([
    countWrong(client, tables.limits, keys),
    writeEntry(client, tables.audit, entry, auditSeconds),
  ]);
  if (reached) countMetric('AddressLimit');
}
