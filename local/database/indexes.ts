import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import type { TablePlan, TableProperties } from '../stack/tables.ts';
import { Trouble } from '../trouble.ts';
import type { Database } from './java.ts';

export const Index = z.object({
  IndexName: z.string(),
  KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.string() })),
  IndexStatus: z.optional(z.string()),
});
export type Index = z.infer<typeof Index>;

const Described = z.object({ Table: z.object({ GlobalSecondaryIndexes: z._default(z.array(Index), []) }) });

const PATIENCE_SECONDS = 30;
/** DynamoDB Local fails without it, and then takes no notice. */
const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };

/** Adds the indexes that a table of an older stack lacks, one after the other, as DynamoDB wants it. */
export async function ensureIndexes(
  database: Database,
  { name, properties }: TablePlan,
  found: readonly Index[],
): Promise<void> {
  const there = [...found];
  for (const wanted of properties.GlobalSecondaryIndexes ?? []) {
    const old = there.find(({ IndexName }) => IndexName === wanted.IndexName);
    if (old && !isDeepStrictEqual(old.KeySchema, wanted.KeySchema)) {
      throw new Trouble(
        `The index ${wanted.IndexName} of the table ${name} has changed: start with --fresh to begin with empty tables.`,
      );
    }
    if (old) continue;
    await database.call('DynamoDB_20120810.UpdateTable', {
      TableName: name,
      AttributeDefinitions: definitionsOf(properties, [...there, wanted]),
      GlobalSecondaryIndexUpdates: [{ Create: { ...wanted, ProvisionedThroughput } }],
    });
    there.push(wanted);
    await untilActive(database, name, wanted.IndexName);
  }
}

/** Those of the attributes that the table's key and these indexes are made of: one more is refused. */
function definitionsOf({ KeySchema, AttributeDefinitions }: TableProperties, indexes: readonly Index[]) {
  const used = new Set([{ KeySchema }, ...indexes].flatMap((one) => one.KeySchema.map((key) => key.AttributeName)));
  return AttributeDefinitions.filter(({ AttributeName }) => used.has(AttributeName));
}

async function untilActive(database: Database, table: string, index: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_SECONDS * 1000;
  while (performance.now() < deadline) {
    const { Table } = Described.parse(await database.call('DynamoDB_20120810.DescribeTable', { TableName: table }));
    if (Table.GlobalSecondaryIndexes.some((one) => one.IndexName === index && one.IndexStatus === 'ACTIVE')) return;
    await pause(50);
  }
  throw new Trouble(`The index ${index} of the table ${table} is still being made: start again.`);
}
