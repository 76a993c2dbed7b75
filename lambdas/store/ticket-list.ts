import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { type Ticket, ticketStates } from '../auth/ticket.ts';
import type { Position, Queue, TicketPage, TicketQuery } from '../auth/ticket-store.ts';
import type { DocumentClient, Row } from '../aws/dynamodb.ts';
import { HEAD, idIn, queueOf, ticketOf } from './ticket-rows.ts';

/** Tickets in one answer. */
const PAGE = 50;
/** Where much is left out, up to so many rows are read at once, and so often for one answer. */
const LONGEST_PAGE = 250;
const MOST_PAGES = 20;

/** A part of the list: one partition of one index. */
interface Part {
  readonly index: 'by-owner' | 'by-queue';
  readonly key: 'owner' | 'queue';
  readonly value: string;
  readonly queue?: Queue;
}

function partsOf({ of, from, states = ticketStates }: TicketQuery): readonly Part[] {
  if ('owner' in of) return [{ index: 'by-owner', key: 'owner', value: of.owner }];
  const begun = from?.queue === undefined ? 0 : Math.max(0, of.queues.indexOf(from.queue));
  return of.queues
    .slice(begun)
    .filter((queue) => states.some((state) => queueOf({ state }) === queue))
    .map((queue) => ({ index: 'by-queue', key: 'queue', value: queue, queue }));
}

/** One answer's worth of tickets, newest change first; fewer where a search has looked at all it may in one request. */
export async function listTickets(client: DocumentClient, table: string, query: TicketQuery): Promise<TicketPage> {
  const reading: Reading = { client, table, query, tickets: [], pages: 0 };
  let after = query.from?.after;
  for (const part of partsOf(query)) {
    after = await readOn(reading, part, after);
    if (after !== undefined) return { tickets: reading.tickets, next: position(part, after) };
    if (reading.tickets.length === PAGE) return withNextPart(reading.tickets, query, part);
  }
  return { tickets: reading.tickets };
}

interface Reading {
  readonly client: DocumentClient;
  readonly table: string;
  readonly query: TicketQuery;
  readonly tickets: Ticket[];
  pages: number;
}

/** Reads a part on, until it ends, the answer is full, or enough was looked at; then where it goes on. */
async function readOn(reading: Reading, part: Part, from: string | undefined): Promise<string | undefined> {
  const { client, tickets } = reading;
  let after = from;
  do {
    if (reading.pages === MOST_PAGES) return after ?? NEWEST;
    reading.pages += 1;
    const page = pageOf(reading, part, after);
    const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand(page));
    const room = PAGE - tickets.length;
    tickets.push(...Items.slice(0, room).map(ticketOf));
    after = sortKey(Items.length > room ? Items[room - 1] : LastEvaluatedKey);
  } while (after !== undefined && tickets.length < PAGE);
  return after;
}

/** The answer is full at the very end of a part: what follows is in the next one. */
function withNextPart(tickets: readonly Ticket[], query: TicketQuery, { queue }: Part): TicketPage {
  if ('owner' in query.of || queue === undefined) return { tickets };
  const next = query.of.queues[query.of.queues.indexOf(queue) + 1];
  return next === undefined ? { tickets } : { tickets, next: { queue: next, after: NEWEST } };
}

/** Comes after every sort key: times begin with a digit. */
const NEWEST = ':';

const position = ({ queue }: Part, after: string): Position => ({ ...(queue && { queue }), after });

const sortKey = (row: Row | undefined): string | undefined =>
  typeof row?.changedAt === 'string' ? row.changedAt : undefined;

function pageOf({ table, query, pages }: Reading, part: Part, after: string | undefined): QueryCommandInput {
  const filter = filterOf(query, part);
  return {
    TableName: table,
    IndexName: part.index,
    KeyConditionExpression: '#key = :key',
    ExpressionAttributeNames: { '#key': part.key, ...filter.names },
    ExpressionAttributeValues: { ':key': part.value, ...filter.values },
    ...(filter.conditions.length > 0 && { FilterExpression: filter.conditions.join(' AND ') }),
    ScanIndexForward: false,
    Limit: filter.conditions.length > 0 ? Math.min(PAGE * 2 ** (pages - 1), LONGEST_PAGE) : PAGE,
    ...(after !== undefined &&
      after !== NEWEST && {
        ExclusiveStartKey: { [part.key]: part.value, changedAt: after, ticket: idIn(after), entry: HEAD },
      }),
  };
}

function filterOf({ states, assignee, words }: TicketQuery, { queue }: Part) {
  const conditions = words.map((_, i) => `contains(words, :word${i})`);
  const values: Record<string, string> = Object.fromEntries(words.map((word, i) => [`:word${i}`, word]));
  const names: Record<string, string> = {};
  const wanted = states?.filter((state) => queue === undefined || queueOf({ state }) === queue) ?? [];
  // The partition `open` holds those that wait too; the partition `closed` holds nothing else.
  const isWhole = states === undefined || queue === 'closed' || (queue === 'open' && wanted.length === 2);
  if (!isWhole) {
    names['#state'] = 'state';
    for (const state of wanted) values[`:${state}`] = state;
    conditions.push(`#state IN (${wanted.map((state) => `:${state}`).join(', ')})`);
  }
  if (assignee === null) conditions.push('attribute_not_exists(assignee)');
  if (typeof assignee === 'string') {
    conditions.push('assignee.account = :assignee');
    values[':assignee'] = assignee;
  }
  return { conditions, names, values };
}
