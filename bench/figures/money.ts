import { functions } from '../../lambdas/flows.ts';
import { unitsOf } from '../meter.ts';
import type { Figure } from '../report.ts';
import { CODE_STEP, DELIVERY, NEW_BROWSER, PASSWORD_STEP } from '../sign-in-costs.ts';

/** List prices in USD, Ireland (eu-west-1), November 2026, without free tiers. Change them here when they change. */
const PRICES = {
  lambdaGigabyteSecond: 0.0000133334,
  lambdaCall: 0.2 / 1e6,
  httpApiCall: 1.11 / 1e6,
  writeUnit: 0.705 / 1e6,
  readUnit: 0.141 / 1e6,
  streamRead: 0.0226 / 1e5,
  cloudFrontCall: 0.012 / 1e4,
  cloudFrontFunction: 0.1 / 1e6,
  cloudFrontGigabyte: 0.085,
  logGigabyte: 0.57,
  email: 0.1 / 1000,
};

/** One sign-in, and what follows until signing out. Durations are billed milliseconds, generous on purpose. */
const ASSUMED = {
  passwordMilliseconds: 150,
  codeMilliseconds: 50,
  accountCalls: 4,
  accountMilliseconds: 20,
  deliverMilliseconds: 200,
  newBrowsers: 0.2,
  readUnits: 3 + 4 * 3,
  pageRequests: 6,
  bytes: 25_000,
  logBytes: 2_000,
};

const COGNITO = { least: 495, most: 2000 };
const MOST_USD = 20;
const MILLION = 1e6;

/** Figure 6: what a million sign-ins cost on Lambda, DynamoDB and CloudFront, messages apart. Computed, not measured. */
export function computeMoney(): Figure {
  const units = unitsOf([...PASSWORD_STEP, ...CODE_STEP]) + ASSUMED.newBrowsers * unitsOf(NEW_BROWSER);
  const calls = 2 + ASSUMED.accountCalls;
  const messages = 1 + ASSUMED.newBrowsers;
  const parts: Readonly<Record<string, number>> = {
    'Lambda, time': gigabyteSeconds(messages) * PRICES.lambdaGigabyteSecond,
    'Lambda and HTTP API, calls': calls * (PRICES.lambdaCall + PRICES.httpApiCall) + messages * PRICES.lambdaCall,
    'DynamoDB, writes': (units + messages * unitsOf(DELIVERY)) * PRICES.writeUnit,
    'DynamoDB, reads': ASSUMED.readUnits * PRICES.readUnit + messages * PRICES.streamRead,
    CloudFront: cloudFront(calls),
    'CloudWatch, logs': (ASSUMED.logBytes / 1e9) * PRICES.logGigabyte,
  };
  const sum = MILLION * Object.values(parts).reduce((all, part) => all + part, 0);
  const usd = (value: number) => value.toFixed(2);
  return {
    title: 'Figure 6: a million sign-ins',
    how:
      `Computed from list prices, without free tiers: ${JSON.stringify(PRICES)}. Assumed, for one sign-in: ` +
      `${JSON.stringify(ASSUMED)}.`,
    columns: ['part', 'USD a million'],
    rows: [
      ...Object.entries(parts).map(([part, price]) => [part, usd(MILLION * price)]),
      ['**together, without messages**', usd(sum)],
      ['e-mail with the code, and the notice', usd(MILLION * messages * PRICES.email)],
      ['Cognito, at ten sign-ins a user', `${COGNITO.least} to ${COGNITO.most}`],
    ],
    targets: [{ what: 'USD a million without messages', most: MOST_USD, got: sum }],
  };
}

function gigabyteSeconds(messages: number): number {
  const of = (name: keyof typeof functions, milliseconds: number) =>
    (functions[name].memoryMegabytes / 1024) * (milliseconds / 1000);
  const signIn = of('sign-in', ASSUMED.passwordMilliseconds + ASSUMED.codeMilliseconds);
  const account = ASSUMED.accountCalls * of('account', ASSUMED.accountMilliseconds);
  return signIn + account + messages * of('deliver', ASSUMED.deliverMilliseconds);
}

function cloudFront(calls: number): number {
  const requests = calls + ASSUMED.pageRequests;
  const each = PRICES.cloudFrontCall + PRICES.cloudFrontFunction;
  return requests * each + (ASSUMED.bytes / 1e9) * PRICES.cloudFrontGigabyte;
}
