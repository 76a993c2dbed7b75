import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { StreamRecord } from 'aws-lambda';
import { conditional, type DocumentClient, type Row, type TransactItem } from '../aws/dynamodb.ts';
import type { Outbox, OutboxState, Owed } from '../notify/owed.ts';

/**
 * Table `outbox`: key `id`, TTL `ttl` (Unix seconds; longer than the stream may retry), inserts are streamed to
 * `deliver`.
 *
 * One row per message that is owed. It names the secret that the message carries and never holds it: `deliver` derives
 * the code from the flow. `state` goes owed → sending → sent, failed or dropped; `sending` is a lease, so that a record
 * that comes twice is sent once, and one whose sender died is sent again. `lease` tells who has it: the repeat of a call
 * whose answer was lost finds its own.
 */
const KEPT_SECONDS = 3 * 24 * 3600;
const LEASE_SECONDS = 60;

/** What is owed; `dropped` from the start where no send pays for it. */
export function owed(
  table: string,
  message: Owed,
  state: Extract<OutboxState, 'owed' | 'dropped'> = 'owed',
): TransactItem {
  const ttl = Math.floor(message.createdAt / 1000) + KEPT_SECONDS;
  return {
    Put: { TableName: table, Item: { ...message, state, ttl }, ConditionExpression: 'attribute_not_exists(id)' },
  };
}

/** What an insert into the table owes, from its stream. */
export function owedOf(image: NonNullable<StreamRecord['NewImage']>): Owed {
  return unmarshall(image as Record<string, AttributeValue>) as Owed;
}

/** What has become of a message. */
export async function readState(client: DocumentClient, table: string, id: string): Promise<OutboxState | undefined> {
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }));
  return Item?.state as OutboxState | undefined;
}

/** What `deliver` does with a message; `newLease` names whoever takes one, as nobody else does. */
export function outbox(client: DocumentClient, table: string, newLease: () => string): Outbox {
  return {
    async take(id, now) {
      const taken = await conditional(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { id },
            UpdateExpression: 'SET #state = :sending, leasedUntil = :until, lease = :lease',
            ConditionExpression: '#state = :owed OR (#state = :sending AND (leasedUntil <= :now OR lease = :lease))',
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: {
              ':owed': 'owed',
              ':sending': 'sending',
              ':until': now + LEASE_SECONDS * 1000,
              ':now': now,
              ':lease': newLease(),
            },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        ),
      );
      if ('done' in taken) return 'taken';
      return taken.failed?.state === 'sending' ? 'busy' : 'settled';
    },

    async settle(id, state, now) {
      await change(client, table, id, 'SET #state = :state, settledAt = :now REMOVE leasedUntil, lease', {
        ':state': state,
        ':now': now,
      });
    },

    async release(id) {
      await change(client, table, id, 'SET #state = :state REMOVE leasedUntil, lease', { ':state': 'owed' });
    },
  };
}

/** Ends a lease, on condition that there is one. A function times out before its lease does, so it is the own one. */
async function change(
  client: DocumentClient,
  table: string,
  id: string,
  expression: string,
  values: Row,
): Promise<void> {
  await conditional(() =>
    client.send(
      new UpdateCommand({
        TableName: table,
        Key: { id },
        UpdateExpression: expression,
        ConditionExpression: '#state = :sending',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ...values, ':sending': 'sending' },
      }),
    ),
  );
}
