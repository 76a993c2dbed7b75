import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { DocumentClient, Row } from '../aws/dynamodb.ts';
import { Outage } from '../aws/outage.ts';

/**
 * Reads rows of several tables, consistently, in one round trip; what DynamoDB leaves out under load is asked for
 * again. Throws `Outage` when it keeps leaving something out. Rows come in no order.
 */
export async function batchGet(
  client: DocumentClient,
  keys: Readonly<Record<string, readonly Row[]>>,
): Promise<Readonly<Record<string, readonly Row[]>>> {
  const found: Record<string, Row[]> = {};
  let asked = Object.fromEntries(
    Object.entries(keys).map(([table, Keys]) => [table, { Keys: [...Keys], ConsistentRead: true }]),
  );
  for (let tried = 0; tried < 3; tried += 1) {
    const { Responses = {}, UnprocessedKeys = {} } = await client.send(new BatchGetCommand({ RequestItems: asked }));
    for (const [table, rows] of Object.entries(Responses)) found[table] = [...(found[table] ?? []), ...rows];
    asked = Object.fromEntries(
      Object.entries(UnprocessedKeys).map(([table, { Keys = [] }]) => [table, { Keys, ConsistentRead: true }]),
    );
    if (Object.keys(asked).length === 0) return found;
  }
  throw new Outage('DynamoDB keeps leaving out rows of a batch.', undefined);
}
