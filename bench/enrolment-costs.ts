import { randomBytes } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Account } from '../lambdas/auth/account.ts';
import { type EnrolmentNeeds, enrolmentToken, startEnrolment } from '../lambdas/auth/enrolment.ts';
import { enrolmentNumber, typeNumber } from '../lambdas/auth/enrolment-number.ts';
import { type PhoneEnrolmentNeeds, registerPhone, showEnrolment } from '../lambdas/auth/enrolment-phone.ts';
import type { Session } from '../lambdas/auth/session.ts';
import { hashToken } from '../lambdas/auth/tokens.ts';
import { LIFETIMES } from '../test/fakes/memory-store.ts';
import { dynamodbStore } from '../test/harness/dynamodb-store.ts';
import { START, settle } from '../test/harness/people.ts';
import { playPhone } from '../test/harness/phone.ts';
import type { Database } from '../test/harness/tables.ts';
import { type Cost, meterOf } from './meter.ts';
import type { Expected } from './sign-in-costs.ts';

const spend = (call: number, table: string, units: number, pays: string): Expected => ({ call, table, units, pays });

const HELD = [
  spend(1, 'accounts', 2, 'holds the account to its epoch, and to less than five phones'),
  spend(1, 'sessions', 2, 'holds the session to be there'),
];

/** The activation of a first phone, just after a sign-in with password and code. */
export const LINK_STEP: readonly Expected[] = [
  spend(1, 'sessions', 1, 'counts the activity'),
  ...HELD.map((held) => ({ ...held, call: 2 })),
  spend(2, 'flows', 2, 'opens the flow, with its link'),
];

export const SHOWN_STEP: readonly Expected[] = [spend(1, 'flows', 1, 'a phone shows it')];

export const KEYS_STEP: readonly Expected[] = [
  ...HELD,
  spend(1, 'flows', 2, 'uses up the link'),
  spend(1, 'devices', 2, 'the phone, with all its keys; it does not work yet'),
];

export const NUMBER_STEP: readonly Expected[] = [
  spend(1, 'sessions', 1, 'counts the activity'),
  spend(2, 'flows', 1, 'buys the one try of the number'),
  spend(3, 'accounts', 2, 'the phone is one of the account’s, of which there are at most five'),
  spend(3, 'flows', 2, 'consumes the flow'),
  spend(3, 'sessions', 2, 'holds the session to be there'),
  spend(3, 'devices', 2, 'the phone works'),
  spend(3, 'audit', 2, 'the audit entry'),
  spend(3, 'outbox', 2, 'owes the owner a notice'),
  spend(3, 'flows', 2, 'the link "it was not me" in it'),
];

/** What it costs besides, where the account has a number for text messages. */
export const TEXT_NOTICE: readonly Expected[] = [spend(3, 'outbox', 2, 'owes the owner a notice over the phone')];

export const ENROLMENT_ROUND_TRIPS = { link: 3, shown: 3, keys: 3, number: 6 } as const;

export type EnrolmentCosts = Readonly<Record<keyof typeof ENROLMENT_ROUND_TRIPS, Cost>>;

const KEYS = { current: 'k1', keys: { k1: 'k'.repeat(64) } };
const VISIT = { at: START, browser: 'Samsung Internet, ChromeOS', place: 'Llanfairpwllgwyngyll, GB' };
const ORIGIN = 'https://id.example.org';
const TOKEN = 's'.repeat(43);
const SIGNED_IN_SECONDS = 60;

/** Runs the real rules over the tables, and measures each step; hints over sockets are apart. */
export async function enrolmentOver(database: Database, account: Account): Promise<EnrolmentCosts> {
  const { client, tables } = database;
  const { enrolment: store, sessions } = dynamodbStore(database);
  const silent = async () => undefined;
  const both = { store, keys: KEYS, random: randomBytes };
  const browser: EnrolmentNeeds = { ...both, sessions: { store: sessions, lifetimes: LIFETIMES }, hintPhone: silent };
  const app: PhoneEnrolmentNeeds = { ...both, origin: ORIGIN, hintBrowser: silent };
  const meter = meterOf(database);
  const now = START + SIGNED_IN_SECONDS * 1000;
  const visit = { ...VISIT, at: now };

  await settle(database, account);
  const { id, epoch } = account;
  const base = { account: id, token: hashToken(TOKEN), epoch, globalEpoch: '', flow: 'flow', visit: VISIT };
  const Item: Session = { ...base, createdAt: START, usedAt: START };
  await client.send(new PutCommand({ TableName: tables.sessions, Item }));
  const session = { account: id, token: TOKEN };

  const begun = await meter.made(() => startEnrolment(browser, { session, cookie: undefined, visit, now }));
  const { flow, cookie } = begun.made;
  const token = enrolmentToken(KEYS, flow);
  const shown = await meter.cost(() => showEnrolment(app, token, now));
  const registered = await meter.made(() => registerPhone(app, playPhone(ORIGIN).keys(token), { visit, now }));
  const number = enrolmentNumber(KEYS, registered.made);
  const typed = await meter.cost(() => typeNumber(browser, { session, cookie, flow: flow.id, number, visit, now }));
  return { link: begun.cost, shown, keys: registered.cost, number: typed };
}
