import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AnyCodeFlow, Flow, FlowStatus, RecoveryFlow, SignInFlow } from '../auth/flow.ts';
import type { DocumentClient, Row, TransactItem } from '../aws/dynamodb.ts';

/**
 * Table `flows`: key `id`, TTL `ttl` (Unix seconds, a day after the flow's end, so that a late repeat is told the truth).
 *
 * One row per flow, as `auth/flow.ts` describes it. Read by id from the browser's cookie, and by `deliver` from the
 * outbox entry. Every change is on condition that the flow is open, unexpired, and at the counter that was read.
 */
const KEPT_SECONDS = 24 * 3600;

export async function readFlow(client: DocumentClient, table: string, id: string): Promise<Flow | undefined> {
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }));
  return flowOf(Item);
}

export function flowOf(row: Row | undefined): Flow | undefined {
  return row as Flow | undefined;
}

export function opened(table: string, flow: Flow): TransactItem {
  const ttl = Math.floor(flow.expiresAt / 1000) + KEPT_SECONDS;
  return { Put: { TableName: table, Item: { ...flow, ttl }, ConditionExpression: 'attribute_not_exists(id)' } };
}

/** As it was read: what every change of a flow has as its condition. */
export const OPEN = '#status = :open AND secretHash = :secret AND #counter = :counter AND expiresAt > :now';

export function whileOpen(table: string, flow: AnyCodeFlow, now: number) {
  return {
    TableName: table,
    Key: { id: flow.id },
    ExpressionAttributeNames: { '#status': 'status', '#counter': 'counter' },
    ExpressionAttributeValues: {
      ':open': 'open' satisfies FlowStatus,
      ':secret': flow.secretHash,
      ':counter': flow.counter,
      ':now': now,
    },
  };
}

/** One try fewer, on condition that one is left and that the newest code is still valid. */
export function tryOfFlow(table: string, flow: AnyCodeFlow, now: number) {
  const base = whileOpen(table, flow, now);
  return {
    ...base,
    UpdateExpression: 'SET triesLeft = triesLeft - :one',
    ConditionExpression: `${OPEN} AND codeEndsAt > :now AND triesLeft > :zero`,
    ExpressionAttributeValues: { ...base.ExpressionAttributeValues, ':one': 1, ':zero': 0 },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
}

/** A newer code takes the place of the one before; its tries are the same. */
export function codeReplaced(table: string, before: SignInFlow, after: SignInFlow, now: number): TransactItem {
  const base = whileOpen(table, before, now);
  return {
    Update: {
      ...base,
      UpdateExpression: 'SET #counter = :next, channel = :channel, message = :message, codeEndsAt = :ends',
      ConditionExpression: `${OPEN} AND triesLeft > :zero`,
      ExpressionAttributeValues: {
        ...base.ExpressionAttributeValues,
        ':next': after.counter,
        ':channel': after.channel,
        ':message': after.message,
        ':ends': after.codeEndsAt,
        ':zero': 0,
      },
    },
  };
}

/** The password was replaced: the flow goes on under the new epoch, with a code where one is owed. */
export function passwordReplaced(table: string, before: SignInFlow, after: SignInFlow, now: number): TransactItem {
  const base = whileOpen(table, before, now);
  const code = after.message === undefined ? '' : ', message = :message';
  return {
    Update: {
      ...base,
      UpdateExpression: `SET epoch = :epoch, #counter = :next, channel = :channel, codeEndsAt = :ends${code} REMOVE mustReplace`,
      ConditionExpression: `${OPEN} AND attribute_exists(mustReplace)`,
      ExpressionAttributeValues: {
        ...base.ExpressionAttributeValues,
        ':epoch': after.epoch,
        ':next': after.counter,
        ':channel': after.channel,
        ':ends': after.codeEndsAt,
        ...(after.message !== undefined && { ':message': after.message }),
      },
    },
  };
}

/** A newer reset code takes the place of the one before; its tries are the same. */
export function resetCodeReplaced(table: string, before: RecoveryFlow, after: RecoveryFlow): TransactItem {
  const base = whileOpen(table, before, after.sentAt);
  return {
    Update: {
      ...base,
      UpdateExpression: 'SET #counter = :next, channel = :channel, sentAt = :now, codeEndsAt = :ends',
      ConditionExpression: `${OPEN} AND triesLeft > :zero`,
      ExpressionAttributeValues: {
        ...base.ExpressionAttributeValues,
        ':next': after.counter,
        ':channel': after.channel,
        ':ends': after.codeEndsAt,
        ':zero': 0,
      },
    },
  };
}

/** Open → done, on condition of the code that was compared. The try that redeems does not count against itself. */
export function done(
  table: string,
  flow: AnyCodeFlow,
  completion: NonNullable<AnyCodeFlow['completion']>,
  now: number,
): TransactItem {
  const base = whileOpen(table, flow, now);
  return {
    Update: {
      ...base,
      UpdateExpression: 'SET #status = :done, completion = :completion',
      ConditionExpression: `${OPEN} AND codeEndsAt > :now`,
      ExpressionAttributeValues: {
        ...base.ExpressionAttributeValues,
        ':done': 'done' satisfies FlowStatus,
        ':completion': completion,
      },
    },
  };
}
