import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import type { TablePlan } from '../stack/tables.ts';
import { Trouble } from '../trouble.ts';
import { ensureIndexes, Index } from './indexes.ts';
import type { Database } from './java.ts';

const Described = z.object({
  Table: z.object({
    KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.string() })),
    GlobalSecondaryIndexes: z._default(z.array(Index), []),
    LatestStreamArn: z.optional(z.string()),
  }),
});

/**
 * Makes sure that the stack's tables exist, with their indexes. Answers the database's own name of each stream, by the
 * name the template has for it. Rejects when a table or index of the same name has another key.
 */
export async function ensureTables(database: Database, plans: readonly TablePlan[]): Promise<Map<string, string>> {
  const streams = new Map<string, string>();
  await Promise.all(
    plans.map(async (plan) => {
      const { Table: table } = (await describe(database, plan.name)) ?? (await create(database, plan));
      if (!isDeepStrictEqual(table.KeySchema, plan.properties.KeySchema)) {
        throw new Trouble(
          `The key of the table ${plan.name} has changed: start with --fresh to begin with empty tables.`,
        );
      }
      await ensureIndexes(database, plan, table.GlobalSecondaryIndexes);
      if (table.LatestStreamArn !== undefined) streams.set(plan.streamArn, table.LatestStreamArn);
    }),
  );
  return streams;
}

async function describe(database: Database, name: string) {
  try {
    return Described.parse(await database.call('DynamoDB_20120810.DescribeTable', { TableName: name }));
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

async function create(database: Database, { name, properties }: TablePlan) {
  const { StreamSpecification, GlobalSecondaryIndexes, KeySchema, AttributeDefinitions } = properties;
  await database.call('DynamoDB_20120810.CreateTable', {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema,
    AttributeDefinitions,
    GlobalSecondaryIndexes,
    StreamSpecification: StreamSpecification && { StreamEnabled: true, ...StreamSpecification },
  });
  return Described.parse(await database.call('DynamoDB_20120810.DescribeTable', { TableName: name }));
}
