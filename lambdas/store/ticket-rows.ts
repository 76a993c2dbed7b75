import type { Ticket, TicketEntry } from '../auth/ticket.ts';
import { ownerKey, searchText } from '../auth/ticket-store.ts';
import type { Row } from '../aws/dynamodb.ts';

/** Rows of table `tickets`; see `tickets.ts`. */

export const HEAD = 'head';
const ENTRY = 'e#';

/** The sort key in both indexes: when the ticket changed, and which it is. */
export const sortOf = (id: string, changedAt: number): string => `${new Date(changedAt).toISOString()}#${id}`;

/** The id of the ticket in it. */
export const idIn = (sort: string): string => sort.slice(sort.indexOf('#') + 1);

export const queueOf = ({ state }: Pick<Ticket, 'state'>) => (state === 'closed' ? 'closed' : 'open');

/** `text`: what who asked wrote first. */
export function headRow(ticket: Ticket, text: string | undefined): Row {
  const { id, owner, changedAt, ...rest } = ticket;
  return {
    ticket: id,
    entry: HEAD,
    ...rest,
    ...('guest' in owner && { guest: owner.guest }),
    owner: ownerKey(ticket),
    queue: queueOf(ticket),
    changedAt: sortOf(id, changedAt),
    words: searchText(ticket, text),
  };
}

/** The ticket in the row of its head. */
export function ticketOf(row: Row): Ticket {
  const { ticket, entry: _entry, queue: _queue, words: _words, owner, guest, changedAt, ...rest } = row;
  return {
    ...rest,
    id: ticket,
    owner: guest === undefined ? { account: owner } : { guest },
    changedAt: Date.parse(String(changedAt).slice(0, String(changedAt).indexOf('#'))),
  } as Ticket;
}

const entryKey = (ticket: string, entry: string) => ({ ticket, entry: `${ENTRY}${entry}` });

export const entryRow = (ticket: string, { id, ...rest }: TicketEntry): Row => ({ ...entryKey(ticket, id), ...rest });

/** The entry in its row. */
export function entryOf({ ticket: _ticket, entry, ...rest }: Row): TicketEntry {
  return { ...rest, id: String(entry).slice(ENTRY.length) } as TicketEntry;
}
