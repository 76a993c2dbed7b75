import { randomBytes } from 'node:crypto';
import type { Account } from '../lambdas/auth/account.ts';
import { deriveCode } from '../lambdas/auth/codes.ts';
import { Refusal } from '../lambdas/auth/refusal.ts';
import { startSignIn } from '../lambdas/auth/sign-in.ts';
import { answerCode, codeName } from '../lambdas/auth/sign-in-code.ts';
import { newId } from '../lambdas/auth/tokens.ts';
import { deliver } from '../lambdas/notify/deliver.ts';
import type { OwedMessage } from '../lambdas/notify/owed.ts';
import { readAccount } from '../lambdas/store/accounts.ts';
import { readFlow } from '../lambdas/store/flows.ts';
import { readNotMe } from '../lambdas/store/not-me.ts';
import { outbox } from '../lambdas/store/outbox.ts';
import { signInStore } from '../lambdas/store/sign-in.ts';
import { noPhones } from '../test/fakes/no-phones.ts';
import { PASSWORD, person, START, settle } from '../test/harness/people.ts';
import { settings } from '../test/harness/settings.ts';
import type { Database } from '../test/harness/tables.ts';
import { type Cost, meterOf } from './meter.ts';

/** One write unit or two, and what they pay for. A transaction costs two an item. */
export interface Expected {
  readonly call: number;
  readonly table: string;
  readonly units: number;
  readonly pays: string;
}

const spend = (call: number, table: string, units: number, pays: string): Expected => ({ call, table, units, pays });

export const PASSWORD_STEP: readonly Expected[] = [
  spend(1, 'limits', 1, 'buys a password try'),
  spend(2, 'accounts', 2, 'holds the account to what was checked: active, epoch, password'),
  spend(2, 'limits', 2, 'clears the wrong passwords, uses up a send'),
  spend(2, 'flows', 2, 'opens the flow'),
  spend(2, 'outbox', 2, 'owes the code'),
];

export const CODE_STEP: readonly Expected[] = [
  spend(1, 'flows', 2, 'buys a try from the code'),
  spend(1, 'limits', 2, 'buys a try from the account'),
  spend(2, 'flows', 2, 'consumes the flow: open → done'),
  spend(2, 'accounts', 2, 'holds the account to its epoch, keeps the last sign-in'),
  spend(2, 'limits', 2, 'clears the wrong codes; a known browser stays known'),
  spend(2, 'sessions', 2, 'begins the session'),
  spend(2, 'audit', 2, 'the audit entry'),
];

/** What a browser that was not known costs besides. */
export const NEW_BROWSER: readonly Expected[] = [
  spend(2, 'limits', 2, 'the browser becomes known'),
  spend(2, 'outbox', 2, 'owes the owner a notice'),
  spend(2, 'flows', 2, 'the link "it was not me" in it'),
];

export const REFUSED_STEP: readonly Expected[] = [
  spend(1, 'limits', 1, 'buys a password try'),
  spend(2, 'limits', 1, 'counts for the address'),
  spend(3, 'limits', 1, 'counts for identifier and address'),
  spend(4, 'audit', 1, 'the audit entry'),
];

export const DELIVERY: readonly Expected[] = [
  spend(1, 'outbox', 1, 'takes the message, for a minute'),
  spend(2, 'outbox', 1, 'settles it'),
];

/** Of the plan: the bare flow's two, and one more for each transaction that buys a try. */
export const ROUND_TRIPS = { password: 3, code: 3 } as const;

export interface SignInCosts {
  readonly password: Cost;
  readonly code: Cost;
}

const KEYS = { current: 'k1', keys: { k1: 'k'.repeat(64) } };
const MINUTE = 60_000;

/** Runs the real rules over the tables, and measures each step. */
export function signInsOver(database: Database) {
  const { client, tables } = database;
  const { sessionIdleSeconds: idleSeconds, sessionAbsoluteSeconds: absoluteSeconds, auditSeconds } = settings;
  const newEntry = () => newId(randomBytes);
  const lifetimes = { idleSeconds, absoluteSeconds };
  const store = signInStore({ client, tables, newId: newEntry, lifetimes, auditSeconds });
  const needs = { store, keys: KEYS, random: randomBytes, separateChannel: true };
  const meter = meterOf(database);
  let now = START;

  const ask = (account: Account, password: string, known?: string) =>
    startSignIn(needs, {
      identifier: account.email,
      password,
      // Not where approvals are begun from: those count for their address, whose row is one more to read.
      address: '192.0.2.8',
      visit: { ...VISIT, at: now },
      knownToken: () => known,
      now,
    });

  /** A sign-in from an unknown browser, or from the one with that token; the token by which the browser is known. */
  async function signIn(account: Account, known?: string): Promise<SignInCosts & { readonly known: string }> {
    now += 2 * MINUTE;
    let opened: Awaited<ReturnType<typeof startSignIn>> | undefined;
    const password = await meter.cost(async () => {
      opened = await ask(account, PASSWORD, known);
    });
    if (!opened) throw new Error('The sign-in was not opened.');
    const { flow, cookie } = opened;
    const code = deriveCode(KEYS, codeName(flow)) ?? '';
    const answer = { cookie, flow: flow.id, code, idempotencyKey: 'i'.repeat(22), knownBrowserSeconds: 1e7, now };
    let token = known;
    const redeemed = await meter.cost(async () => {
      token = (await answerCode(needs, answer)).knownToken ?? known;
    });
    return { password, code: redeemed, known: token ?? '' };
  }

  async function refused(account: Account): Promise<Cost> {
    now += 2 * MINUTE;
    return meter.cost(async () => {
      const outcome = await ask(account, `not ${PASSWORD}`).catch((error: unknown) => error);
      if (!(outcome instanceof Refusal)) throw new Error('A wrong password was not refused.');
    });
  }

  /** The delivery of the code of a sign-in that has just begun. */
  async function delivery(account: Account): Promise<Cost> {
    now += 2 * MINUTE;
    const { flow } = await ask(account, PASSWORD);
    const owed = (await database.rows('outbox')).find(({ id }) => id === flow.message) as OwedMessage | undefined;
    if (!owed) throw new Error('No code is owed.');
    const sending = {
      ...noPhones,
      outbox: outbox(client, tables.outbox, () => newId(randomBytes)),
      account: (id: string) => readAccount(client, tables.accounts, id),
      flow: (id: string) => readFlow(client, tables.flows, id),
      mailedSecret: async () => undefined,
      ticket: async () => undefined,
      notMe: (account: string, address: string) => readNotMe(client, tables.flows, account, address),
      buyText: async () => true,
      keys: KEYS,
      settings,
      origin: 'https://id.example.org',
      sendEmail: async () => 'sent' as const,
      sendSms: async () => 'sent' as const,
    };
    return meter.cost(async () => {
      if ((await deliver(sending, owed, owed.createdAt)) !== 'sent') throw new Error('The code was not sent.');
    });
  }

  return { settle: (account: Account) => settle(database, account), signIn, refused, delivery };
}

const VISIT = { browser: 'Samsung Internet, ChromeOS', place: 'Llanfairpwllgwyngyll, GB' };

/** Someone like anybody, and someone of whom everything is as long as it may be. */
export const PEOPLE: Readonly<Record<string, Account>> = {
  'an ordinary account': person(),
  'an account with the longest values': person({
    email: `${'e'.repeat(64)}@${'long.'.repeat(36)}example`,
    username: 'u'.repeat(64),
    name: 'N'.repeat(100),
    phone: { number: '+4915123456789012', country: 'DE', verified: true },
  }),
};
