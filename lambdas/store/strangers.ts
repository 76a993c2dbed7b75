import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ADDRESS_TRIES, ADDRESS_WINDOW_SECONDS } from '../auth/limits.ts';
import type { StrangerKeys } from '../auth/sign-in-store.ts';
import type { DocumentClient, TransactItem } from '../aws/dynamodb.ts';

/** The rows of table `limits` that the told wait comes from; see there. */
const PAIR_KEPT_SECONDS = 24 * 3600;

export const pairKey = ({ pair }: StrangerKeys) => ({ subject: `pair#${pair}`, scope: 'password' });

export const addressKey = ({ address, now }: StrangerKeys) => ({
  subject: `address#${address}`,
  scope: String(Math.floor(now / 1000 / ADDRESS_WINDOW_SECONDS)),
});

/** Counts a wrong answer for its pair and its address. Tells whether the address has just reached its limit. */
export async function countWrong(client: DocumentClient, table: string, keys: StrangerKeys): Promise<boolean> {
  const [reached] = await Promise.all([
    countForAddress(client, table, keys),
    count(client, table, pairKey(keys), keys.now, PAIR_KEPT_SECONDS),
  ]);
  return reached;
}

/** Counts for the address alone. Tells whether it has just reached its limit. */
export async function countForAddress(client: DocumentClient, table: string, keys: StrangerKeys): Promise<boolean> {
  return (await count(client, table, addressKey(keys), keys.now, 2 * ADDRESS_WINDOW_SECONDS)) === ADDRESS_TRIES;
}

async function count(
  client: DocumentClient,
  table: string,
  Key: { readonly subject: string; readonly scope: string },
  now: number,
  keptSeconds: number,
): Promise<unknown> {
  const { Attributes } = await client.send(
    new UpdateCommand({
      TableName: table,
      Key,
      UpdateExpression: 'SET passwordAt = :now, #ttl = :ttl ADD passwordTries :one',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: { ':now': now, ':ttl': Math.floor(now / 1000) + keptSeconds, ':one': 1 },
      ReturnValues: 'UPDATED_NEW',
    }),
  );
  return Attributes?.passwordTries;
}

/** A right answer ends the told wait of its pair. */
export const forgotten = (table: string, keys: StrangerKeys): TransactItem => ({
  Delete: { TableName: table, Key: pairKey(keys) },
});
