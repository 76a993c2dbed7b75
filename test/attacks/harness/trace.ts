import type { AwsCall } from './aws.ts';
import type { Browser, Reply } from './browser.ts';
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
export async function traceSignIn(
  { aws, database }: Portal,
  work: Work,
  browser: Browser,
  typed: { readonly identifier: string; readonly password: string },
): Promise<Trace> {
  const [calls, hashes] = [aws.calls.length, work.argon2.length];
  const { status, headers, cookies, text } = await browser.send('POST /api/sign-in', typed);
  const names = Object.values(database.tables);
  return {
    answer: { status, headers, cookies, text },
    // The keys are read again every five minutes, whoever asks then.
    calls: aws.calls
      .slice(calls)
      .filter(({ service }) => service === 'dynamodb')
      .map((call) => shapeOf(call, names))
      .sort(),
    argon2: work.argon2.slice(hashes),
  };
}

/** An AWS call without its values: operation, tables, conditions, the names of the attributes. */
export function shapeOf({ operation, body }: AwsCall, tables: readonly string[]): string {
  const named = tables.reduce((text, table) => text.replaceAll(table, table.replace(/^[^-]+-/, '')), body);
  const shape = named
    .replace(/"([SNB])":"(?:[^"\\]|\\.)*"/g, '"$1"')
    .replace(/"(?:L|M|BOOL)":(?:\[[^\]]*\]|true|false)/g, '"…"');
  return `${operation} ${shape}`;
}
