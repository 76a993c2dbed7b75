import { functions } from '../../lambdas/flows.ts';
import type { Figure } from '../report.ts';
import { ASSUMED, type Calls, type Way, ways } from '../ways.ts';

/** List prices in USD, us-east-1, first tier, without what is free. To be changed here when they change. */
const PRICES = {
  lambdaGigabyteSecond: 0.0000133334,
  lambdaCallMillion: 0.2,
  httpApiCallMillion: 1,
  socketMessageMillion: 1,
  connectionMinuteMillion: 0.25,
  writeUnitMillion: 0.625,
  readUnitMillion: 0.125,
  cloudFrontCallMillion: 1,
  cloudFrontFunctionMillion: 0.1,
  cloudFrontGigabyte: 0.085,
  logGigabyte: 0.5,
  emailThousand: 0.1,
};

const COGNITO = '495 to 2000';
const MOST_USD = 20;
const MILLION = 1e6;

const PARTS: Readonly<Record<string, (way: Way) => number>> = {
  'Lambda, time': ({ calls }) => MILLION * gigabyteSeconds(calls) * PRICES.lambdaGigabyteSecond,
  'Lambda, calls': (way) => timesOf(way) * PRICES.lambdaCallMillion,
  'HTTP API': (way) => timesOf(way, 'http') * PRICES.httpApiCallMillion,
  'WebSocket API': ({ socketMessages, connectionMinutes }) =>
    socketMessages * PRICES.socketMessageMillion + connectionMinutes * PRICES.connectionMinuteMillion,
  'DynamoDB, writes': ({ writeUnits }) => writeUnits * PRICES.writeUnitMillion,
  'DynamoDB, reads': ({ readUnits }) => readUnits * PRICES.readUnitMillion,
  CloudFront: (way) => cloudFront(timesOf(way, 'http') + timesOf(way, 'socket')),
  'CloudWatch, logs': () => ((MILLION * ASSUMED.logBytes) / 1e9) * PRICES.logGigabyte,
};

/** Figure 6: what a million sign-ins cost on Lambda, DynamoDB and CloudFront, messages apart. Computed, not measured. */
export function computeMoney(): Figure {
  const all = Object.values(ways);
  const sum = (way: Way) => Object.values(PARTS).reduce((price, part) => price + part(way), 0);
  const row = (what: string, price: (way: Way) => number) => [what, ...all.map((way) => price(way).toFixed(2))];
  return {
    title: 'Figure 6: a million sign-ins',
    how:
      `Computed from list prices, without free tiers: ${JSON.stringify(PRICES)}. Assumed, for one sign-in: ` +
      `${JSON.stringify(ASSUMED)}; by phone is by user name, with the page and the phone's app both on the screen.`,
    columns: ['USD a million', ...Object.keys(ways)],
    rows: [
      ...Object.entries(PARTS).map(([what, part]) => row(what, part)),
      row('**together, without messages**', sum),
      row('e-mail with codes, and the notice', ({ emails }) => emails * 1000 * PRICES.emailThousand),
      ['Cognito, at ten sign-ins a user', ...all.map(() => COGNITO)],
    ],
    targets: Object.entries(ways).map(([name, way]) => ({
      what: `USD a million without messages, ${name}`,
      most: MOST_USD,
      got: sum(way),
    })),
  };
}

const timesOf = ({ calls }: Way, by?: Calls['by']): number =>
  calls.filter((one) => by === undefined || one.by === by).reduce((sum, { times }) => sum + times, 0);

const gigabyteSeconds = (calls: readonly Calls[]): number =>
  calls.reduce(
    (sum, { of, times, milliseconds }) => sum + times * (functions[of].memoryMegabytes / 1024) * (milliseconds / 1000),
    0,
  );

/** USD a million. The function at the edge runs for pages and assets only. */
function cloudFront(calls: number): number {
  const files = ASSUMED.files + ASSUMED.newBrowsers * ASSUMED.assets;
  const requests = (calls + files) * PRICES.cloudFrontCallMillion + files * PRICES.cloudFrontFunctionMillion;
  return requests + ((MILLION * ASSUMED.bytes) / 1e9) * PRICES.cloudFrontGigabyte;
}
