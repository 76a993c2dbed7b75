import type { AwsCall } from './aws.ts';
import type { Browser, Reply, Route } from './browser.ts';
import type { Portal } from './portal.ts';
import type { Work } from './work.ts';

/** All that a stranger could tell two attempts apart by, time excepted: the answer, and the work done for it. */
export interface Trace {
  readonly answer: Pick<Reply, 'status' | 'headers' | 'cookies' | 'text'>;
  /** Calls to AWS, each with everything but its values; side by side ones in any order. */
  readonly calls: readonly string[];
  readonly argon2: readonly string[];
}

/** Types that identifier and password, and writes down what can be told of it. */
export const traceSignIn = (
  portal: Portal,
  work: Work,
  browser: Browser,
  typed: { readonly identifier: string; readonly password: string },
): Promise<Trace> => traceRequest(portal, work, browser, 'POST /api/sign-in', typed);

/** Sends that, and writes down what can be told of it; ids and secrets of a flow count as the same. */
export async function traceRequest(
  { aws, database }: Portal,
  work: Work,
  browser: Browser,
  route: Route,
  body?: unknown,
): Promise<Trace> {
  const [calls, hashes] = [aws.calls.length, work.argon2.length];
  const { status, headers, cookies, text } = await browser.send(route, body);
  const names = Object.values(database.tables);
  return {
    answer: { status, headers, cookies: cookies.map(masked), text: masked(text) },
    // The keys are read again every five minutes, whoever asks then.
    calls: firstOfEach(aws.calls.slice(calls))
      .filter(({ service }) => service === 'dynamodb')
      .map((call) => shapeOf(call, names))
      .sort(),
    argon2: work.argon2.slice(hashes),
  };
}

/** Without the SDK's own repeats, which a slow machine makes. */
const firstOfEach = (calls: readonly AwsCall[]): readonly AwsCall[] => [
  ...new Map(calls.toReversed().map((call) => [call.invocation, call])).values(),
];

const masked = (text: string): string =>
  text.replace(/"flow":"[\w-]{22}"/, '"flow":"…"').replace(/__Host-flow=[\w-]{22}\.[\w-]{43}/, '__Host-flow=…');

/** An AWS call without its values: operation, tables, conditions, the names of the attributes. */
export function shapeOf({ operation, body }: AwsCall, tables: readonly string[]): string {
  const named = tables.reduce((text, table) => text.replaceAll(table, table.replace(/^[^-]+-/, '')), body);
  return `${operation} ${JSON.stringify(JSON.parse(named), valueless)}`;
}

/** An attribute's value is its type alone; the token by which the SDK's repeats are known is nothing. */
function valueless(key: string, value: unknown): unknown {
  if (key === 'ClientRequestToken') return '';
  if (typeof value !== 'object' || value === null) return value;
  const [type = '', ...more] = Object.keys(value);
  return more.length === 0 && ['S', 'N', 'B', 'BOOL', 'L', 'M'].includes(type) ? type : value;
}
