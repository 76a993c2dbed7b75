import type { functions } from '../lambdas/flows.ts';
import {
  BEGIN_STEP,
  CONNECT_STEP,
  DECISION_STEP,
  NAME_STEP,
  NEW_BROWSER_APPROVED,
  RESULT_STEP,
} from './approval-costs.ts';
import { unitsOf } from './meter.ts';
import { CODE_STEP, DELIVERY, type Expected, NEW_BROWSER, PASSWORD_STEP } from './sign-in-costs.ts';

/** Calls of a function, each billed for so many milliseconds; those by a page or a phone come through the HTTP API. */
export interface Calls {
  readonly of: keyof typeof functions;
  readonly times: number;
  readonly milliseconds: number;
  readonly by: 'http' | 'socket' | 'stream';
}

/** What one sign-in asks for, from the sign-in page to the dashboard. */
export interface Way {
  readonly calls: readonly Calls[];
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly socketMessages: number;
  readonly connectionMinutes: number;
  readonly emails: number;
}

/** Of all ways alike, for one sign-in. Durations are billed milliseconds, generous on purpose. */
export const ASSUMED = {
  /** Who is signed in, and where something stands. */
  shortMilliseconds: 20,
  /** One signature, one transaction. */
  stepMilliseconds: 50,
  passwordMilliseconds: 150,
  deliverMilliseconds: 150,
  /** Of all sign-ins; only they load the assets. */
  newBrowsers: 0.2,
  /** The sign-in page and the dashboard, and the notices that both show. */
  files: 3,
  assets: 4,
  bytes: 12_000,
  logBytes: 1_500,
  passwordReadUnits: 12,
  phoneReadUnits: 20,
  /** From the question to the answer. Page and phone ask when their socket opens and when it hints, and by the clock. */
  waitedSeconds: 16,
  asksByTheClockSeconds: 20,
  /** How long a socket stays open with it. */
  connectedMinutes: 1,
} as const;

const { newBrowsers, shortMilliseconds, stepMilliseconds, deliverMilliseconds } = ASSUMED;

const units = (...steps: readonly (readonly Expected[])[]): number => unitsOf(steps.flat());

const calls = (of: Calls['of'], times: number, milliseconds: number, by: Calls['by'] = 'http'): Calls => ({
  ...{ of, times, milliseconds, by },
});

const notified = 1 + newBrowsers;

const passwordAndCode: Way = {
  calls: [
    calls('sign-in', 1, ASSUMED.passwordMilliseconds),
    calls('sign-in', 1, stepMilliseconds),
    // What became of the message: once, when it was not on its way for long.
    calls('sign-in', 1, shortMilliseconds),
    calls('deliver', notified, deliverMilliseconds, 'stream'),
    calls('account', 1, shortMilliseconds),
  ],
  writeUnits: units(PASSWORD_STEP, CODE_STEP) + newBrowsers * units(NEW_BROWSER) + notified * units(DELIVERY),
  readUnits: ASSUMED.passwordReadUnits,
  socketMessages: 0,
  connectionMinutes: 0,
  emails: notified,
};

const asked = 2 + Math.floor(ASSUMED.waitedSeconds / ASSUMED.asksByTheClockSeconds);

/** By user name: the page and the phone's app, each with a socket; the phone is woken by a push that costs nothing. */
const byPhone: Way = {
  calls: [
    // The QR code, the user name, the result; and where it stands.
    calls('approval', 3, stepMilliseconds),
    calls('approval', asked, shortMilliseconds),
    // What waits; the decision.
    calls('phone', asked, shortMilliseconds),
    calls('phone', 1, stepMilliseconds),
    calls('push', 2, shortMilliseconds, 'socket'),
    calls('deliver', notified, deliverMilliseconds, 'stream'),
    calls('account', 1, shortMilliseconds),
  ],
  // The phone's socket writes its row and spends a nonce.
  writeUnits:
    units(BEGIN_STEP, NAME_STEP, CONNECT_STEP, CONNECT_STEP, DECISION_STEP, RESULT_STEP) +
    1 +
    newBrowsers * units(NEW_BROWSER_APPROVED) +
    notified * units(DELIVERY),
  readUnits: ASSUMED.phoneReadUnits,
  socketMessages: 2,
  connectionMinutes: 2 * ASSUMED.connectedMinutes,
  emails: newBrowsers,
};

export const ways = { 'password and code': passwordAndCode, 'by phone': byPhone } as const;
