import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { MailedSecret } from '../auth/mailed-secrets.ts';
import type { DocumentClient, Row, TransactItem } from '../aws/dynamodb.ts';

/**
 * Rows of table `flows` that outlive a flow: ids `invitation#account` and `temporary-password#account`, one of a kind
 * per account (or decoy). They name what a message carries and never hold it. Strangers write them, so no redemption does
 * or has them as a condition: what ends a secret is its time, the account's epoch, and a sign-in since it was made.
 */
const KEPT_SECONDS = 30 * 24 * 3600;

export const mailedSecretKey = (kind: MailedSecret['kind'], account: string) => ({ id: `${kind}#${account}` });

/** The secret in a row. */
export function mailedSecretOf(row: Row | undefined): MailedSecret | undefined {
  return row as MailedSecret | undefined;
}

/** The account's secret of that kind, as it is now. */
export async function readMailedSecret(
  client: DocumentClient,
  table: string,
  kind: MailedSecret['kind'],
  account: string,
): Promise<MailedSecret | undefined> {
  const Key = mailedSecretKey(kind, account);
  const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
  return mailedSecretOf(Item);
}

/** A secret takes the place of the one that was read, if it is another; of a newer one never. */
export function mailed(table: string, before: MailedSecret | undefined, after: MailedSecret): TransactItem {
  return {
    Put: {
      ...put(table, after),
      ...(before
        ? { ConditionExpression: 'expiresAt = :before', ExpressionAttributeValues: { ':before': before.expiresAt } }
        : { ConditionExpression: 'attribute_not_exists(id)' }),
    },
  };
}

/** A secret takes the place of whatever there is. */
export const mailedInstead = (table: string, secret: MailedSecret): TransactItem => ({ Put: put(table, secret) });

/** Whatever there is of the kind is no more. */
export const withdrawn = (table: string, kind: MailedSecret['kind'], account: string): TransactItem => ({
  Delete: { TableName: table, Key: mailedSecretKey(kind, account) },
});

function put(TableName: string, secret: MailedSecret) {
  const ttl = Math.floor(secret.expiresAt / 1000) + KEPT_SECONDS;
  return { TableName, Item: { ...secret, ...mailedSecretKey(secret.kind, secret.account), ttl } };
}
