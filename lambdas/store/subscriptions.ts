import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Device, Subscription } from '../auth/device.ts';
import { conditional, type DocumentClient } from '../aws/dynamodb.ts';

/** The phone has no longer that subscription, unless it has another by now. See `devices.ts` for the table. */
export async function unsubscribed(
  client: DocumentClient,
  table: string,
  { account, id }: Device,
  { endpoint }: Subscription,
): Promise<void> {
  await conditional(() =>
    client.send(
      new UpdateCommand({
        TableName: table,
        Key: { account, id },
        UpdateExpression: 'REMOVE subscription',
        ConditionExpression: 'subscription.endpoint = :endpoint',
        ExpressionAttributeValues: { ':endpoint': endpoint },
      }),
    ),
  );
}
