import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, startDatabase } from '../../local/database/java.ts';
import { ensureTables } from '../../local/database/tables.ts';
import type { TablePlan } from '../../local/stack/tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'portal-'));
let database: Database;

beforeAll(async () => {
  database = await startDatabase(folder);
});
afterAll(async () => {
  await database.end();
  rmSync(folder, { recursive: true, force: true });
});

const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];

/** The table of tickets, with these indexes. */
const planWith = (...indexes: readonly (readonly [string, string])[]): TablePlan => ({
  name: 'Tickets',
  streamArn: 'none',
  properties: {
    KeySchema: keys('ticket', 'entry'),
    AttributeDefinitions: ['ticket', 'entry', ...new Set(indexes.map(([, hash]) => hash)), 'changedAt']
      .slice(0, indexes.length > 0 ? undefined : 2)
      .map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map(([IndexName, hash]) => ({
        IndexName,
        KeySchema: keys(hash, 'changedAt'),
        Projection: { ProjectionType: 'ALL' },
      })),
    }),
  },
});

it('gives the indexes of a new stack to a table of an old one, and keeps its rows', async () => {
  await ensureTables(database, [planWith()]);
  const row = { ticket: 't', entry: 'head', owner: 'a', queue: 'open', changedAt: '1' };
  const Item = Object.fromEntries(Object.entries(row).map(([name, S]) => [name, { S }]));
  await database.call('DynamoDB_20120810.PutItem', { TableName: 'Tickets', Item });

  const newer = planWith(['by-owner', 'owner'], ['by-queue', 'queue']);
  await ensureTables(database, [newer]);
  await ensureTables(database, [newer]);
  const query = {
    TableName: 'Tickets',
    IndexName: 'by-queue',
    KeyConditionExpression: 'queue = :queue',
    ExpressionAttributeValues: { ':queue': { S: 'open' } },
  };
  expect(await database.call('DynamoDB_20120810.Query', query)).toMatchObject({ Count: 1, Items: [Item] });
  await expect(ensureTables(database, [planWith(['by-owner', 'queue'])])).rejects.toThrow(
    'The index by-owner of the table Tickets has changed: start with --fresh',
  );
});
