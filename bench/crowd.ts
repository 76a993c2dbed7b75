import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Account } from '../lambdas/auth/account.ts';
import { knownHash, knownName } from '../lambdas/auth/known-browser.ts';
import { parseKeyRing } from '../lambdas/auth/tokens.ts';
import type { Row } from '../lambdas/aws/dynamodb.ts';
import { claimIds } from '../lambdas/store/accounts.ts';
import { known } from '../lambdas/store/limits.ts';
import { person } from '../test/harness/people.ts';
import type { Database } from '../test/harness/tables.ts';

/** The secret of the keys, as Secrets Manager would hold it. */
export const KEY_RING = { current: 'k1', k1: 'Kk0123456789Kk0123456789Kk0123456789Kk0123456789Kk0123456789Kk01' };
export const KEYS = parseKeyRing(JSON.stringify(KEY_RING));

/** Accounts by number. Each signs in once, because an account is sent one code in half a minute. */
export const memberOf = (number: number): Account =>
  person({ email: `member-${number}@example.org`, id: `member-${String(number).padStart(15, '0')}` });

/** The token by which every member's browser is known. */
export const TOKEN = 'T'.repeat(43);

export const knownCookie = ({ id }: Account): string => `__Host-known-${knownName(KEYS, id)}=${TOKEN}`;

/** What DynamoDB takes in one batch, and how many are under way. */
const BATCH = 25;
const LANES = 8;

/** Puts members into the tables, each with a known browser: rows as they are written one by one, in batches. */
export async function settleCrowd(database: Database, size: number, visitedAt = Date.now()): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < size) {
      const first = next;
      next = Math.min(first + BATCH, size);
      const members = Array.from({ length: next - first }, (_, place) => memberOf(first + place));
      await putAll(database, 'accounts', members.flatMap(rowsOf));
      await putAll(
        database,
        'limits',
        members.map((member) => browserOf(member, visitedAt)),
      );
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

const rowsOf = (member: Account): readonly Row[] => [
  { ...member },
  ...claimIds(member).map((id) => ({ id, account: member.id })),
];

function browserOf({ id }: Account, at: number): Row {
  const visit = { at: at - 86_400_000, browser: 'Firefox, Windows', place: 'Utrecht, NL' };
  return known('', id, knownHash(id, TOKEN), at + 30 * 86_400_000, visit).Put?.Item ?? {};
}

async function putAll({ client, tables }: Database, table: 'accounts' | 'limits', rows: readonly Row[]): Promise<void> {
  for (let from = 0; from < rows.length; from += BATCH) {
    const puts = rows.slice(from, from + BATCH).map((Item) => ({ PutRequest: { Item } }));
    let RequestItems: BatchWriteCommand['input']['RequestItems'] = { [tables[table]]: puts };
    while (RequestItems && Object.keys(RequestItems).length > 0) {
      RequestItems = (await client.send(new BatchWriteCommand({ RequestItems }))).UnprocessedItems;
    }
  }
}
