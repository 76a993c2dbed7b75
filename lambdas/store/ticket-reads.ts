import { GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Ticket } from '../auth/ticket.ts';
import type { Conversation } from '../auth/ticket-store.ts';
import type { DocumentClient, Row } from '../aws/dynamodb.ts';
import { entryOf, HEAD, ticketOf } from './ticket-rows.ts';

/** The head of a ticket, consistently. */
export async function readTicket(client: DocumentClient, table: string, id: string): Promise<Ticket | undefined> {
  const Key = { ticket: id, entry: HEAD };
  const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
  return Item && ticketOf(Item);
}

/** A ticket with all its entries, consistently. */
export async function readConversation(
  client: DocumentClient,
  table: string,
  id: string,
): Promise<Conversation | undefined> {
  const query = {
    TableName: table,
    KeyConditionExpression: 'ticket = :ticket',
    ExpressionAttributeValues: { ':ticket': id },
    ConsistentRead: true,
  };
  const rows: Row[] = [];
  for await (const { Items = [] } of paginateQuery({ client }, query)) rows.push(...Items);
  const head = rows.find(({ entry }) => entry === HEAD);
  if (!head) return undefined;
  const entries = rows.filter(({ entry }) => entry !== HEAD).map(entryOf);
  return { ticket: ticketOf(head), entries: entries.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)) };
}
