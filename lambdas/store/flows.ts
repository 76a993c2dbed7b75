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

/** The flow as it is now. */
export async function readFlow(client: DocumentClient, table: string, id: string): Promise<Flow | undefined> {
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }));
  return flowOf(Item);
}

/** The flow in a row. */
export function flowOf(row: Row | undefined): Flow | undefined {
  return row as Flow | undefined;
}

/** Puts a new flow. */
export function opened(table: string, flow: Flow): TransactItem {
  const ttl = Math.floor(flow.expiresAt / 1000) + KEPT_SECONDS;
  return { Put: { TableName: table, Item: { ...flow, ttl }, ConditionExpression: 'attribute_not_exists(id)' } };
}

/** As it was read: what every change of a flow has as its condition. */
const OPEN = '#status = :open AND secretHash = :secret AND #counter = :counter AND expiresAt > :now';

function whileOpen(table: string, flow: AnyCodeFlow, now: number) {
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

interface Change {
  readonly update: string;
  /** What must hold besides `OPEN`. */
  readonly where: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A change of a flow that is open and as it was read. */
export function changed(
  table: string,
  flow: AnyCodeFlow,
  { update, where, names, values }: Change,
  now: number,
): TransactItem {
  const base = whileOpen(table, flow, now);
  return {
    Update: {
      ...base,
      UpdateExpression: update,
      ConditionExpression: `${OPEN} AND ${where}`,
      ExpressionAttributeNames: { ...base.ExpressionAttributeNames, ...names },
      ExpressionAttributeValues: { ...base.ExpressionAttributeValues, ...values },
    },
  };
}

/** A newer code takes the place of the one before; its tries are the same. */
export function codeReplaced(table: string, before: SignInFlow, after: SignInFlow, now: number): TransactItem {
  const { counter, channel, message, codeEndsAt } = after;
  const change = {
    update: 'SET #counter = :next, channel = :channel, message = :message, codeEndsAt = :ends',
    where: 'triesLeft > :zero',
    values: { ':next': counter, ':channel': channel, ':message': message, ':ends': codeEndsAt, ':zero': 0 },
  };
  return changed(table, before, change, now);
}

/** The password was replaced: the flow goes on under the new epoch, with a code where one is owed. */
export function passwordReplaced(table: string, before: SignInFlow, after: SignInFlow, now: number): TransactItem {
  const { epoch, counter, channel, message, codeEndsAt } = after;
  const code = message === undefined ? '' : ', message = :message';
  const change = {
    update: `SET epoch = :epoch, #counter = :next, channel = :channel, codeEndsAt = :ends${code} REMOVE mustReplace`,
    where: 'attribute_exists(mustReplace)',
    values: {
      ':epoch': epoch,
      ':next': counter,
      ':channel': channel,
      ':ends': codeEndsAt,
      ...(message !== undefined && { ':message': message }),
    },
  };
  return changed(table, before, change, now);
}

/** A newer reset code takes the place of the one before; its tries are the same. */
export function resetCodeReplaced(table: string, before: RecoveryFlow, after: RecoveryFlow): TransactItem {
  const { counter, channel, codeEndsAt } = after;
  const change = {
    update: 'SET #counter = :next, channel = :channel, sentAt = :now, codeEndsAt = :ends',
    where: 'triesLeft > :zero',
    values: { ':next': counter, ':channel': channel, ':ends': codeEndsAt, ':zero': 0 },
  };
  return changed(table, before, change, after.sentAt);
}

/** Open → done, on condition of the code that was compared. The try that redeems does not count against itself. */
export function done(
  table: string,
  flow: AnyCodeFlow,
  completion: NonNullable<AnyCodeFlow['completion']>,
  now: number,
): TransactItem {
  const change = {
    update: 'SET #status = :done, completion = :completion',
    where: 'codeEndsAt > :now',
    values: { ':done': 'done' satisfies FlowStatus, ':completion': completion },
  };
  return changed(table, flow, change, now);
}
