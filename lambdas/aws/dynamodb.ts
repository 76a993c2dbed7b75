import { randomInt } from 'node:crypto';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { CLIENT_OPTIONS } from './client-options.ts';

export type DocumentClient = DynamoDBDocumentClient;
export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
export type Row = Record<string, unknown>;

/** Three tries of at most 1.5 s each: a request never waits longer than five seconds for the tables. */
const TRIES = 3;

/**
 * A fiftieth of the CPU time of a sign-in: one copies every request and answer for a log that nobody has, the other
 * writes anew with each call which SDK it is.
 */
const UNUSED_MIDDLEWARE = ['loggerMiddleware', 'getUserAgentMiddleware'];

/** Follows `AWS_ENDPOINT_URL_DYNAMODB`. Made once per function, before the first request. */
export function documentClient(endpoint?: string): DocumentClient {
  const client = new DynamoDBClient({
    ...CLIENT_OPTIONS,
    accountIdEndpointMode: 'preferred',
    endpointDiscoveryEnabled: false,
    maxAttempts: TRIES,
    requestHandler: { connectionTimeout: 500, requestTimeout: 1500, throwOnRequestTimeout: true },
    ...(endpoint !== undefined && { endpoint }),
  });
  for (const name of UNUSED_MIDDLEWARE) client.middlewareStack.remove(name);
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

/** Which conditions of a transaction failed: one entry per item, the row as it is where its condition failed. */
export type Cancelled = readonly ({ readonly row: Row | undefined } | undefined)[];

/**
 * Writes all or nothing. Undefined when written; otherwise what stood in the way. A conflict with another transaction
 * says nothing about the conditions, so it is repeated, and counts nothing. Repeats of the SDK carry one token, so a
 * transaction whose answer was lost is not written twice.
 */
export async function transact(client: DocumentClient, items: readonly TransactItem[]): Promise<Cancelled | undefined> {
  return repeatOnConflict(async () => {
    try {
      await client.send(new TransactWriteCommand({ TransactItems: [...items] }));
      return undefined;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      if (!reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) throw error;
      return reasons.map(({ Code, Item }) => (Code === 'ConditionalCheckFailed' ? { row: plain(Item) } : undefined));
    }
  });
}

/** Runs one conditional write; the row as it is, when its condition failed. */
export async function conditional<T>(write: () => Promise<T>): Promise<{ done: T } | { failed: Row | undefined }> {
  return repeatOnConflict(async () => {
    try {
      return { done: await write() };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return { failed: plain(error.Item) };
    }
  });
}

/** Errors carry rows in the wire's form. */
const plain = (item: Record<string, AttributeValue> | undefined): Row | undefined => item && unmarshall(item);

const CONFLICTS = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded', 'None']);

async function repeatOnConflict<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tried >= TRIES || !isConflict(error)) throw error;
      const milliseconds = randomInt(10, 40) * 2 ** tried;
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
    }
  }
}

function isConflict(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'TransactionConflictException') return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None');
  return codes.length > 0 && codes.every((code) => CONFLICTS.has(code));
}
