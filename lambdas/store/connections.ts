import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Connection, SocketOwner } from '../auth/socket.ts';
import { conditional, type DocumentClient } from '../aws/dynamodb.ts';
import type { Connections } from '../notify/hint.ts';

/**
 * Table `connections`: partition key `owner` (`flow#ID` of a browser, `device#ID` of a phone), sort key `tab`, TTL `ttl`
 * (Unix seconds, two hours: no socket lives longer).
 *
 * One row per open socket, written when it opens. A page that connects again replaces its row, so none is needed when a
 * socket closes; one whose connection is gone is deleted by whoever finds that out. Read by owner, to hint.
 */
const KEPT_SECONDS = 2 * 3600;

/** Of one owner: more than anybody holds open, and few enough for one hint. */
const MOST = 50;

/** The socket is open; the page's earlier one is forgotten. */
export async function connected(
  client: DocumentClient,
  table: string,
  { owner, tab, connection }: Connection,
  now: number,
): Promise<void> {
  const ttl = Math.floor(now / 1000) + KEPT_SECONDS;
  await client.send(new PutCommand({ TableName: table, Item: { owner, tab, connection, ttl } }));
}

/** The sockets of an owner that may still be open. */
async function connectionsOf(
  client: DocumentClient,
  table: string,
  owner: SocketOwner,
): Promise<readonly Connection[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: '#owner = :owner',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': owner },
      ConsistentRead: true,
      Limit: MOST,
    }),
  );
  return Items.map(({ tab, connection }) => ({ owner, tab: String(tab), connection: String(connection) }));
}

/** The socket is gone; unless its page has another by now. */
async function forgotten(client: DocumentClient, table: string, { owner, tab, connection }: Connection): Promise<void> {
  await conditional(() =>
    client.send(
      new DeleteCommand({
        TableName: table,
        Key: { owner, tab },
        ConditionExpression: '#connection = :connection',
        ExpressionAttributeNames: { '#connection': 'connection' },
        ExpressionAttributeValues: { ':connection': connection },
      }),
    ),
  );
}

/** As hints need them. */
export const connections = (client: DocumentClient, table: string): Connections => ({
  of: (owner) => connectionsOf(client, table, owner),
  forget: (connection) => forgotten(client, table, connection),
});
