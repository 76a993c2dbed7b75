import { randomBytes } from 'node:crypto';
import type { Account } from '../lambdas/auth/account.ts';
import { openSocket } from '../lambdas/auth/socket.ts';
import { newId } from '../lambdas/auth/tokens.ts';
import { socketStore } from '../lambdas/store/sockets.ts';
import { type Approving, approving, KEYS, PORTAL, phoneOf } from '../test/harness/approving.ts';
import { dynamodbStore } from '../test/harness/dynamodb-store.ts';
import { START, settle } from '../test/harness/people.ts';
import type { Database } from '../test/harness/tables.ts';
import { type Cost, meterOf } from './meter.ts';
import type { Expected } from './sign-in-costs.ts';

const spend = (call: number, table: string, units: number, pays: string): Expected => ({ call, table, units, pays });

export const BEGIN_STEP: readonly Expected[] = [spend(1, 'flows', 1, 'opens the flow, with its QR code')];

/** By user name: the same for decoys, to the row. */
export const NAME_STEP: readonly Expected[] = [
  spend(1, 'limits', 1, 'counts for the address'),
  spend(2, 'flows', 2, 'the flow asks'),
  spend(2, 'devices', 2, 'the question, with its pictures'),
  spend(2, 'devices', 2, 'its slot: one pending for all unknown browsers, one for each known one'),
  spend(2, 'outbox', 2, 'owes it to the phones'),
];

export const CONNECT_STEP: readonly Expected[] = [spend(1, 'connections', 1, 'the browser’s socket')];

/** In the place of a start by name. */
export const SCAN_STEP: readonly Expected[] = [
  spend(1, 'flows', 2, 'binds the browser to the account'),
  spend(1, 'devices', 2, 'the question, of this phone alone'),
];

export const DECISION_STEP: readonly Expected[] = [
  spend(1, 'devices', 1, 'buys a try of the PIN'),
  spend(2, 'devices', 2, 'the question: waiting → decided'),
  spend(2, 'flows', 2, 'tells its flow'),
  spend(2, 'devices', 2, 'holds the phone to be active, clears its wrong PINs'),
];

export const RESULT_STEP: readonly Expected[] = [
  spend(1, 'flows', 2, 'consumes the flow: open → done'),
  spend(1, 'accounts', 2, 'holds the account to its epoch and the phone to be its own, keeps the last sign-in'),
  spend(1, 'sessions', 2, 'begins the session'),
  spend(1, 'audit', 2, 'the audit entry'),
  spend(1, 'limits', 2, 'the browser stays known, or becomes so'),
];

/** What a browser that was not known costs besides. */
export const NEW_BROWSER_APPROVED: readonly Expected[] = [
  spend(1, 'outbox', 2, 'owes the owner a notice'),
  spend(1, 'flows', 2, 'the link "it was not me" in it'),
];

/**
 * Socket, decision and result read what they are about before they do anything: the flow, the phone that proves itself,
 * the flow again, which names the account. What waits for a phone is read beside the phone.
 */
export const APPROVAL_ROUND_TRIPS = { begin: 2, name: 3, connect: 2, list: 1, decision: 3, result: 2 } as const;
/** Of the plan: start 2, connect 1, phone 1 + 1, exchange 1, and one more for each write that buys a try or counts. */
export const PLANNED_ROUND_TRIPS = { name: 3, connect: 1, list: 1, decision: 2, result: 1 } as const;
/** A scan reads phone and flow, and for a browser that comes with a token whether it is known. */
export const SCAN_ROUND_TRIPS = 3;

export type ApprovalCosts = Readonly<Record<keyof typeof APPROVAL_ROUND_TRIPS, Cost>>;

/** A browser's, which proves nothing. */
const SOCKET = { proof: { jws: undefined, method: 'GET', path: '/ws', body: '' }, connection: 'L0SM9cOFvHcCIhw=' };

/** Runs the real rules over the tables, and measures each step; hints over sockets are apart. */
export function approvalsOver(database: Database) {
  const { client, tables } = database;
  const portal: Approving = approving({ store: dynamodbStore(database), seed: randomBytes(8).toString('hex') });
  const sockets = { store: socketStore(client, tables), keys: async () => KEYS, origin: PORTAL.origin };
  const meter = meterOf(database);
  let now = START;

  async function settleWithPhone(given: Account) {
    const phone = phoneOf(given, newId(randomBytes));
    const account = { ...given, devices: [phone.id] };
    await settle(database, account);
    await portal.store.putPhone(phone);
    return { account, phone };
  }

  type Owner = Awaited<ReturnType<typeof settleWithPhone>>;

  /** By user name, from an unknown browser or the one with that token; the token by which the browser is known. */
  async function byName(
    { account, phone }: Owner,
    token?: string,
  ): Promise<ApprovalCosts & { readonly known: string }> {
    now += 3600_000;
    const known = token === undefined ? {} : { known: { account: account.id, token } };
    const begin = await meter.made(() => portal.start(now, known.known));
    const name = await meter.made(() => portal.named(begin.made, { identifier: account.email, now, ...known }));
    const { flow, cookie } = name.made;
    const connect = await meter.cost(() => openSocket(sockets, { ...SOCKET, tab: newId(randomBytes), cookie, now }));
    const list = await meter.made(() => portal.cards(phone, now));
    const [card] = list.made;
    if (!card) throw new Error('Nothing waits.');
    const choice = flow.asked?.picture?.number ?? 0;
    const decision = await meter.cost(() => portal.decide(phone, card, { choice, now }));
    const result = await meter.made(() => portal.redeem(name.made, { now, idempotencyKey: 'i'.repeat(22) }));
    const costs = { begin: begin.cost, name: name.cost, connect, list: list.cost, decision, result: result.cost };
    return { ...costs, known: result.made.knownToken ?? token ?? '' };
  }

  /** The scan of a QR code. */
  async function byScan({ phone }: Owner): Promise<Cost> {
    now += 3600_000;
    const waiting = await portal.start(now);
    return meter.cost(() => portal.scan(phone, portal.frame(waiting), now));
  }

  /** A start by name that reaches no phone: one is pending. */
  async function decoy({ account }: Owner): Promise<Cost> {
    now += 3600_000;
    await portal.ask({ identifier: account.email, now });
    const waiting = await portal.start(now);
    return meter.cost(() => portal.named(waiting, { identifier: account.email, now }));
  }

  return { settle: settleWithPhone, byName, byScan, decoy };
}
