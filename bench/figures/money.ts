import { functions } from '../../lambdas/flows.ts';
import { unitsOf } from '../meter.ts';
import type { Figure } from '../report.ts';
import { CODE_STEP, DELIVERY, NEW_BROWSER, PASSWORD_STEP } from '../sign-in-costs.ts';

/** List prices in USD, us-east-1, first tier, without what is free. To be changed here when they change. */
const PRICES = {
  lambdaGigabyteSecond: 0.0000133334,
  lambdaCallMillion: 0.2,
  httpApiCallMillion: 1,
  writeUnitMillion: 0.625,
  readUnitMillion: 0.125,
  cloudFrontCallMillion: 1,
  cloudFrontFunctionMillion: 0.1,
  cloudFrontGigabyte: 0.085,
  logGigabyte: 0.5,
  emailThousand: 0.1,
};

/** One sign-in, up to the dashboard. Durations are billed milliseconds, generous on purpose. */
const ASSUMED = {
  passwordMilliseconds: 150,
  codeMilliseconds: 50,
  /** Where the delivery stands, once; and who is signed in. */
  otherCalls: 2,
  otherMilliseconds: 20,
  deliverMilliseconds: 150,
  /** Of all sign-ins; only they load the assets. */
  newBrowsers: 0.2,
  pages: 2,
  assets: 4,
  bytes: 12_000,
  readUnits: 12,
  logBytes: 1_500,
};

const COGNITO = { least: 495, most: 2000 };
const MOST_USD = 20;
const MILLION = 1e6;

/** Figure 6: what a million sign-ins cost on Lambda, DynamoDB and CloudFront, messages apart. Computed, not measured. */
export function computeMoney(): Figure {
  const units = unitsOf([...PASSWORD_STEP, ...CODE_STEP]) + ASSUMED.newBrowsers * unitsOf(NEW_BROWSER);
  const calls = 2 + ASSUMED.otherCalls;
  const messages = 1 + ASSUMED.newBrowsers;
  const parts: Readonly<Record<string, number>> = {
    'Lambda, time': MILLION * gigabyteSeconds(messages) * PRICES.lambdaGigabyteSecond,
    'Lambda, calls': (calls + messages) * PRICES.lambdaCallMillion,
    'HTTP API': calls * PRICES.httpApiCallMillion,
    'DynamoDB, writes': (units + messages * unitsOf(DELIVERY)) * PRICES.writeUnitMillion,
    'DynamoDB, reads': ASSUMED.readUnits * PRICES.readUnitMillion,
    CloudFront: cloudFront(calls),
    'CloudWatch, logs': ((MILLION * ASSUMED.logBytes) / 1e9) * PRICES.logGigabyte,
  };
  const sum = Object.values(parts).reduce((all, part) => all + part, 0);
  const usd = (value: number) => value.toFixed(2);
  return {
    title: 'Figure 6: a million sign-ins',
    how:
      `Computed from list prices, without free tiers: ${JSON.stringify(PRICES)}. Assumed, for one sign-in: ` +
      `${JSON.stringify(ASSUMED)}.`,
    columns: ['part', 'USD a million'],
    rows: [
      ...Object.entries(parts).map(([part, price]) => [part, usd(price)]),
      ['**together, without messages**', usd(sum)],
      ['e-mail with the code, and the notice', usd(messages * 1000 * PRICES.emailThousand)],
      ['Cognito, at ten sign-ins a user', `${COGNITO.least} to ${COGNITO.most}`],
    ],
    targets: [{ what: 'USD a million without messages', most: MOST_USD, got: sum }],
  };
}

function gigabyteSeconds(messages: number): number {
  const of = (name: keyof typeof functions, milliseconds: number) =>
    (functions[name].memoryMegabytes / 1024) * (milliseconds / 1000);
  const signIn = of('sign-in', ASSUMED.passwordMilliseconds + ASSUMED.codeMilliseconds);
  const others = ASSUMED.otherCalls * of('sign-in', ASSUMED.otherMilliseconds);
  return signIn + others + messages * of('deliver', ASSUMED.deliverMilliseconds);
}

/** USD a million. The function at the edge runs for pages and assets only. */
function cloudFront(calls: number): number {
  const files = ASSUMED.pages + ASSUMED.newBrowsers * ASSUMED.assets;
  const requests = (calls + files) * PRICES.cloudFrontCallMillion + files * PRICES.cloudFrontFunctionMillion;
  return requests + ((MILLION * ASSUMED.bytes) / 1e9) * PRICES.cloudFrontGigabyte;
}
