import type { Row } from '../../../lambdas/aws/dynamodb.ts';
import type { TableName } from '../../../lambdas/flows/tables.ts';
import { tableNames } from '../../harness/tables.ts';
import type { SentMessage } from './aws.ts';
import type { Reply } from './browser.ts';
import type { Person } from './person.ts';
import type { Portal } from './portal.ts';

/** All that an attack leaves behind. */
export interface World {
  readonly rows: Readonly<Record<TableName, readonly Row[]>>;
  readonly replies: readonly Reply[];
  readonly messages: readonly SentMessage[];
  readonly people: readonly Person[];
  readonly logs: string;
}

export async function worldOf({ database, replies, aws, people, logs }: Portal): Promise<World> {
  const read = await Promise.all(tableNames.map(async (name) => [name, await database.rows(name)] as const));
  const rows = Object.fromEntries(read) as World['rows'];
  return { rows, replies, messages: aws.messages, people, logs: logs.join('') };
}

/** Rows by the value of one attribute. */
export const groupBy = (rows: readonly Row[], attribute: string): ReadonlyMap<string, readonly Row[]> =>
  Map.groupBy(rows, (row) => String(row[attribute]));

/** The secrets of the cookies that answers set under that name. */
export function cookieSecrets(replies: readonly Reply[], name: string): readonly string[] {
  return replies
    .flatMap(({ cookies }) => cookies)
    .filter((cookie) => cookie.startsWith(name))
    .map((cookie) => /[=.]([A-Za-z0-9_-]{43});/.exec(cookie)?.[1] ?? '')
    .filter((secret) => secret !== '');
}
