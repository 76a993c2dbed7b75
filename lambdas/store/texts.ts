import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { conditional, type DocumentClient } from '../aws/dynamodb.ts';

/** The rows of table `limits` that count text messages by day; see there. */
const KEPT_SECONDS = 2 * 24 * 3600;

/** Text messages a day to one number, whichever accounts have it. */
export const TEXTS_PER_NUMBER = 40;

export interface TextBudget {
  /** The number's pseudonym. */
  readonly number: string;
  /** Text messages a day over all accounts. */
  readonly perDay: number;
  /** `anybody`: a stranger can make it leave; a third of the day's texts is for such, so that they use up nobody else's. */
  readonly askedBy: AskedBy;
}

export type AskedBy = 'anybody' | 'owner';

/** Uses up one text message of the day (UTC). `total-exhausted` is for operators to know at once. */
export async function buyText(
  client: DocumentClient,
  table: string,
  { number, perDay, askedBy }: TextBudget,
  now: number,
): Promise<'bought' | 'number-exhausted' | 'strangers-exhausted' | 'total-exhausted'> {
  const scope = new Date(now).toISOString().slice(0, 10);
  if (!(await count(client, table, { subject: `number#${number}`, scope }, TEXTS_PER_NUMBER, now)))
    return 'number-exhausted';
  const strangers = { subject: 'sms', scope: `${scope}#anybody` };
  if (askedBy === 'anybody' && !(await count(client, table, strangers, Math.floor(perDay / 3), now)))
    return 'strangers-exhausted';
  return (await count(client, table, { subject: 'sms', scope }, perDay, now)) ? 'bought' : 'total-exhausted';
}

async function count(
  client: DocumentClient,
  table: string,
  Key: { subject: string; scope: string },
  most: number,
  now: number,
): Promise<boolean> {
  const counted = await conditional(() =>
    client.send(
      new UpdateCommand({
        TableName: table,
        Key,
        UpdateExpression: 'SET #ttl = :ttl ADD texts :one',
        ConditionExpression: 'attribute_not_exists(texts) OR texts < :most',
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: { ':ttl': Math.floor(now / 1000) + KEPT_SECONDS, ':one': 1, ':most': most },
      }),
    ),
  );
  return 'done' in counted;
}
