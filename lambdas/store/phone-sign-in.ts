import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Account, AccountStatus } from '../auth/account.ts';
import type { Asking, PhoneRedemption, PhoneSignInStore, ScanStore, Survey } from '../auth/approval-store.ts';
import type { PhoneSignInFlow } from '../auth/flow.ts';
import { CLOSING_TRIES } from '../auth/limits.ts';
import { conditional, type Row, type TransactItem, transact } from '../aws/dynamodb.ts';
import { countMetric } from '../log.ts';
import { accountOf, closingOf, GLOBAL_ID, globalEpochOf } from './accounts.ts';
import { approvalsOf, numbersApart, put, readApproval, slotsOf, taken, withdrawn } from './approvals.ts';
import { asking, redeemed, seriesBegun } from './asking-flow.ts';
import { entered, writeEntry } from './audit.ts';
import { batchGet } from './batch-get.ts';
import { readPartition } from './devices.ts';
import { flowOf, opened, readFlow } from './flows.ts';
import { cleared, known, standingOf, tallyKey } from './limits.ts';
import { browserNotice } from './notices.ts';
import { owed } from './outbox.ts';
import { begun, sessionLives } from './sessions.ts';
import type { SignInStoreOptions } from './sign-in.ts';
import { look } from './sign-in-password.ts';
import { countForAddress } from './strangers.ts';

export interface PhoneSignInStoreOptions extends SignInStoreOptions {
  readonly tables: SignInStoreOptions['tables'] & { readonly devices: string };
}

/** What a sign-in with the phone reads and writes on the side of the browser, over the tables. */
export function phoneSignInStore(options: PhoneSignInStoreOptions): PhoneSignInStore {
  const { client, tables, auditSeconds, newId } = options;
  return {
    async globalEpoch() {
      const rows = await batchGet(client, { [tables.accounts]: [{ id: GLOBAL_ID }] });
      return globalEpochOf(rows[tables.accounts]?.[0]);
    },
    async open(flow) {
      const { Put } = opened(tables.flows, flow);
      if (Put) await client.send(new PutCommand(Put));
    },
    flow: (id) => phoneSignInFlow(options, id),
    async beginSeries(before, series, now) {
      const update = new UpdateCommand(seriesBegun(tables.flows, before, series, now));
      return 'done' in (await conditional(() => client.send(update))) ? 'begun' : 'changed';
    },
    look: (keys) => look(options, keys),
    async countBeginning(keys) {
      if (await countForAddress(client, tables.limits, keys)) countMetric('AddressLimit');
    },
    async survey(subject, browser, now) {
      const [own, numbers] = await Promise.all([
        survey(options, subject, browser, now),
        numbersApart(client, tables.devices, subject, now),
      ]);
      return { ...own, numbersApart: numbers };
    },
    ask: (asked) => ask(options, asked),
    async gate(id) {
      const rows = await batchGet(client, { [tables.flows]: [{ id }], [tables.accounts]: [{ id: GLOBAL_ID }] });
      const flow = flowOf(rows[tables.flows]?.[0]);
      const closing = closingOf(rows[tables.accounts]?.[0]);
      return { ...(flow?.kind === 'phone-sign-in' && { flow }), ...(closing && { closing }) };
    },
    redeem: (redemption) => redeem(options, redemption),
    async refuse(account, flow, visit) {
      const entry = { account, id: newId(), flow, event: 'approval-refused', reason: 'changed', visit } as const;
      await writeEntry(client, tables.audit, entry, auditSeconds);
    },
    sessionLives: (account, token, now) => sessionLives(options, account, token, now),
  };
}

type FlowOptions = Pick<SignInStoreOptions, 'client'> & { readonly tables: { readonly flows: string } };

async function phoneSignInFlow({ client, tables }: FlowOptions, id: string): Promise<PhoneSignInFlow | undefined> {
  const flow = await readFlow(client, tables.flows, id);
  return flow?.kind === 'phone-sign-in' ? flow : undefined;
}

type SurveyOptions = Pick<SignInStoreOptions, 'client'> & {
  readonly tables: Readonly<Record<'accounts' | 'devices' | 'limits', string>>;
};

/** Questions and slots of a subject, and whether it knows the browser, in one round trip. */
export async function survey(
  { client, tables }: SurveyOptions,
  subject: string,
  browser: string | undefined,
  now: number,
): Promise<Omit<Survey, 'numbersApart'>> {
  const keys = browser === undefined ? {} : { [tables.limits]: [tallyKey({ subject, browser })] };
  const [{ approvals, slots }, rows] = await Promise.all([
    readPartition(client, tables.devices, subject),
    batchGet(client, { [tables.accounts]: [{ id: subject }], ...keys }),
  ]);
  const account = accountOf(rows[tables.accounts]?.[0]);
  const isKnown = isKnownRow(rows[tables.limits]?.[0], now);
  return { approvals: approvalsOf(approvals), slots: slotsOf(slots), isKnown, ...(account && { account }) };
}

/** Known by a sign-in, for its time, and not since lost by too many wrong answers. */
function isKnownRow(row: Row | undefined, now: number): boolean {
  const { password, code, triesOnly } = standingOf(row);
  const isTrusted = [password, code].every((tally) => (tally?.tries ?? 0) < CLOSING_TRIES);
  return typeof row?.knownUntil === 'number' && row.knownUntil > now && !triesOnly && isTrusted;
}

/** What a phone that begins a sign-in by itself reads and writes. */
export function scanStore(
  options: Pick<SignInStoreOptions, 'client'> & {
    readonly tables: Readonly<Record<'devices' | 'flows' | 'limits' | 'outbox', string>>;
  },
): ScanStore {
  const { client, tables } = options;
  return {
    flow: (id) => phoneSignInFlow(options, id),
    ask: (asked) => ask(options, asked),
    approval: (key) => readApproval(client, tables.devices, key),
    async isKnown(subject, browser, now) {
      const rows = await batchGet(client, { [tables.limits]: [tallyKey({ subject, browser })] });
      return isKnownRow(rows[tables.limits]?.[0], now);
    },
  };
}

type AskOptions = Pick<SignInStoreOptions, 'client'> & {
  readonly tables: Readonly<Record<'devices' | 'flows' | 'outbox', string>>;
};

/** The flow asks, the question waits, what it takes the place of gives way, and phones are to be told: or nothing of it. */
async function ask({ client, tables }: AskOptions, asked: Asking): ReturnType<PhoneSignInStore['ask']> {
  const { approval, slot, withdraws, message, now } = asked;
  const gaveWay = [
    asking(tables.flows, asked),
    put(tables.devices, approval),
    ...withdraws.map((key) => withdrawn(tables.devices, key, now)),
  ];
  const cancelled = await transact(client, [
    ...gaveWay,
    ...(slot ? [taken(tables.devices, slot, approval, now)] : []),
    ...(message === undefined ? [] : [owed(tables.outbox, waitingMessage(asked, message))]),
  ]);
  if (!cancelled) return 'asked';
  return cancelled.slice(0, gaveWay.length).some((failed) => failed) ? 'changed' : 'slot-taken';
}

const waitingMessage = (
  { approval: { account, id, isDecoy }, now }: Pick<Asking, 'approval' | 'now'>,
  message: string,
) => ({ id: message, kind: 'approval-waiting', account, approval: id, isDecoy, createdAt: now }) as const;

/** Flow open → done, together with the session that it pays for, while account and phone are as they were. */
async function redeem(
  { client, tables, lifetimes, auditSeconds }: PhoneSignInStoreOptions,
  redemption: PhoneRedemption,
): ReturnType<PhoneSignInStore['redeem']> {
  const { flow, asked, decided, session, newBrowser, knownUntil, now } = redemption;
  const { account, browser, address } = asked;
  const visit = { ...flow.visit, at: now };
  const from = browser === undefined ? 'new-browser' : 'known-browser';
  const event = { event: 'signed-in', from, device: decided.device } as const;
  const cancelled = await transact(client, [
    redeemed(tables.flows, redemption),
    approvedSignIn(tables.accounts, redemption),
    begun(tables.sessions, session, lifetimes.absoluteSeconds),
    entered(tables.audit, { account, id: flow.id, flow: flow.id, ...event, visit }, auditSeconds),
    ...(browser === undefined
      ? []
      : [cleared(tables.limits, { subject: account, browser }, undefined, undefined, { knownUntil, visit })]),
    ...(newBrowser
      ? [
          known(tables.limits, account, newBrowser.hash, knownUntil, visit),
          ...browserNotice(tables, { account, address }, { id: newBrowser.notice, visit }),
        ]
      : []),
  ]);
  return cancelled ? 'changed' : 'redeemed';
}

/** The account is active with that epoch, and the phone one of its own; factors that wrong answers closed are open again. */
function approvedSignIn(table: string, { flow, asked, decided, now }: PhoneRedemption): TransactItem {
  return {
    Update: {
      TableName: table,
      Key: { id: asked.account } satisfies Pick<Account, 'id'>,
      UpdateExpression: 'SET lastSignIn = :visit, reopenedAt = :now',
      ConditionExpression: '#status = :active AND epoch = :epoch AND contains(devices, :device)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':active': 'active' satisfies AccountStatus,
        ':epoch': asked.epoch,
        ':device': decided.device,
        ':visit': { ...flow.visit, at: now },
        ':now': now,
      },
    },
  };
}
