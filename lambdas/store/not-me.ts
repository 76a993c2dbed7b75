import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { NotMe } from '../auth/not-me.ts';
import type { DocumentClient, Row, TransactItem } from '../aws/dynamodb.ts';
import { tallyKey } from './limits.ts';

/**
 * Rows of table `flows` that outlive a flow: id `not-me#account#address`, one for each address of an account that a
 * notice went to; `address` is a name that does not tell it. Written with what the notice tells of, by whoever proved
 * himself for that; strangers write none. The link's secret is derived and not in the row.
 */
const KEPT_SECONDS = 24 * 3600;

export const notMeKey = (account: string, address: string) => ({ id: `not-me#${account}#${address}` });

/** The link in a row. */
export function notMeRow(row: Row | undefined): NotMe | undefined {
  return row as NotMe | undefined;
}

/** The link of an address, as it is now. */
export async function readNotMe(
  client: DocumentClient,
  table: string,
  account: string,
  address: string,
): Promise<NotMe | undefined> {
  const Key = notMeKey(account, address);
  const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
  return notMeRow(Item);
}

/** A newer link to the address takes the place of the one before. */
export function linked(table: string, notMe: NotMe): TransactItem {
  const ttl = Math.floor(notMe.expiresAt / 1000) + KEPT_SECONDS;
  return { Put: { TableName: table, Item: { ...notMe, ...notMeKey(notMe.account, notMe.address), ttl } } };
}

/** The link is used up, on condition that it is still that one. */
export function spent(
  table: string,
  { account, address, madeAt }: NotMe,
  used: NonNullable<NotMe['used']>,
): TransactItem {
  return {
    Update: {
      TableName: table,
      Key: notMeKey(account, address),
      UpdateExpression: 'SET used = :used',
      ConditionExpression: 'madeAt = :made AND attribute_not_exists(used)',
      ExpressionAttributeValues: { ':used': used, ':made': madeAt },
    },
  };
}

/** Hashes of the known browsers of an account that became so after that, the newest first. */
export async function browsersSince(
  client: DocumentClient,
  table: string,
  account: string,
  since: number,
): Promise<readonly string[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'subject = :account AND begins_with(#scope, :browser)',
      FilterExpression: 'since > :since',
      ExpressionAttributeNames: { '#scope': 'scope' },
      ExpressionAttributeValues: { ':account': account, ':browser': BROWSER, ':since': since },
      ConsistentRead: true,
    }),
  );
  return Items.toSorted((a, b) => Number(b.since) - Number(a.since)).map(({ scope }) =>
    String(scope).slice(BROWSER.length),
  );
}

/** Before the hash of a known browser, in the sort key of its row. */
export const BROWSER = 'browser#';

/** The browser is known no more. */
export const forgottenBrowser = (table: string, subject: string, browser: string): TransactItem => ({
  Delete: { TableName: table, Key: tallyKey({ subject, browser }) },
});
