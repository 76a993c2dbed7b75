import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Ticket, TicketEntry } from '../auth/ticket.ts';
import { type ConversationStore, type DailyBudget, MOST_ENTRIES, type Reply } from '../auth/ticket-store.ts';
import { conditional, type DocumentClient, transact } from '../aws/dynamodb.ts';
import { owed } from './outbox.ts';
import { listTickets } from './ticket-list.ts';
import { readConversation, readTicket } from './ticket-reads.ts';
import { mailOf, readBy, registered, repliedTo, said, spent } from './ticket-writes.ts';

/**
 * Table `tickets`: partition key `ticket` (22 characters), sort key `entry`; rows last for ever.
 *
 * | entry | holds |
 * |---|---|
 * | `head` | the ticket, as `auth/ticket.ts` describes it; `owner` (an account, or `guest#TICKET` with `guest`), `queue` (`open` or `closed`), `changedAt` (`2026-11-22T10:00:00.000Z#TICKET`), `words` (what a search looks in) |
 * | `e#ID` | one entry; its id is made of the request, so that a repeat is recognised by its key |
 *
 * Read by the ticket: its head, or the whole conversation by its partition. Lists read the heads, newest change first, by
 * index: `by-owner` (`owner`, `changedAt`) and `by-queue` (`queue`, `changedAt`). Entries are in no index.
 *
 * Whoever writes an entry raises `revision` in the head with it, so two at once are both there. What only staff may read
 * raises nothing else: its owner cannot even tell that it is there.
 */
export interface TicketStoreOptions {
  readonly client: DocumentClient;
  /** Physical names. */
  readonly tables: Readonly<Record<'tickets' | 'limits' | 'outbox', string>>;
}

/** Tickets and their conversations, over the tables. */
export function ticketStore(options: TicketStoreOptions): ConversationStore {
  const { client, tables } = options;
  return {
    read: (id) => readConversation(client, tables.tickets, id),
    head: (id) => readTicket(client, tables.tickets, id),
    list: (query) => listTickets(client, tables.tickets, query),
    register: (ticket, entry, budget) => register(options, ticket, entry, budget),
    reply: (given) => reply(options, given),
    async markRead(ticket, reader, entries) {
      await conditional(() => client.send(new UpdateCommand(readBy(tables.tickets, ticket, reader, entries))));
    },
    async spend(budget, now) {
      return 'done' in (await conditional(() => client.send(new UpdateCommand(spent(tables.limits, budget, now)))));
    },
  };
}

async function register(
  { client, tables }: TicketStoreOptions,
  ticket: Ticket,
  entry: TicketEntry,
  budget: DailyBudget,
): ReturnType<ConversationStore['register']> {
  const cancelled = await transact(client, [
    registered(tables.tickets, ticket, entry),
    said(tables.tickets, ticket, entry),
    { Update: spent(tables.limits, budget, entry.at) },
  ]);
  if (!cancelled) return 'registered';
  return cancelled[0] || cancelled[1] ? 'repeated' : 'too-many';
}

async function reply({ client, tables }: TicketStoreOptions, given: Reply): ReturnType<ConversationStore['reply']> {
  const { ticket, entry, mail, budget } = given;
  const cancelled = await transact(client, [
    repliedTo(tables.tickets, given),
    said(tables.tickets, ticket, entry),
    { Update: spent(tables.limits, budget, entry.at) },
    ...(mail ? [owed(tables.outbox, mailOf(given, mail))] : []),
  ]);
  if (!cancelled) return 'added';
  // In this order: a repeat is recognised whatever became of the ticket since.
  if (cancelled[1]) return 'repeated';
  if (cancelled[2]) return 'too-many';
  const now = cancelled[0]?.row;
  if (given.state !== undefined && now?.queue === 'closed') return 'closed';
  return typeof now?.revision === 'number' && now.revision >= MOST_ENTRIES ? 'full' : 'changed';
}
