import type { Account } from '../auth/account.ts';
import type { Assignee, Ticket, TicketEntry } from '../auth/ticket.ts';
import { isUnread, type SeenTicket, sideOf } from '../auth/ticket-access.ts';
import type { Position, Side, TicketPage } from '../auth/ticket-store.ts';
import type { TicketHead, TicketList, TicketView, TicketEntry as ViewEntry } from './answers/support.ts';
import { HttpProblem } from './http-problem.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** A ticket in a list, for somebody on that side. */
function ticketHead(ticket: Ticket, side: Side): TicketHead {
  const { id, number, subject, category, priority, state, createdAt, changedAt, asked, assignee, owner } = ticket;
  return {
    ...{ id, number, subject, category, priority, state },
    createdAt: iso(createdAt),
    changedAt: iso(changedAt),
    unread: isUnread(ticket, side),
    ...(side === 'staff' && {
      asked,
      ...('guest' in owner && { guest: owner.guest.email }),
      ...(assignee && { assignee: assignee.name }),
    }),
  };
}

/** A ticket with what of its conversation its reader may see. */
export function ticketView({ ticket, entries, side, reader, assignees }: SeenTicket): TicketView {
  return {
    ...ticketHead(ticket, side),
    revision: side === 'staff' ? ticket.revision : ticket.shown,
    staff: side === 'staff',
    entries: entries.map((entry) => ticketEntry(entry, side, reader)),
    ...(assignees && { assignees: assignees.map(({ account: id, name }: Assignee) => ({ id, name })) }),
  };
}

function ticketEntry(entry: TicketEntry, side: Side, reader: string | undefined): ViewEntry {
  const { id, at, author, text, internal, changed, attachments } = entry;
  const isOwn = reader === undefined ? author.role === 'guest' : author.account === reader;
  return {
    id,
    at: iso(at),
    author: { name: author.name, staff: author.role === 'support' || author.role === 'admin', you: isOwn },
    ...(text !== undefined && { text }),
    ...(internal && { internal }),
    ...(changed && { changed: changesFor(side, changed) }),
    attachments: attachments.map(({ id, name, size }) => ({ id, name, size })),
  };
}

/** Who takes care is told to staff only. */
function changesFor(
  side: Side,
  { state, priority, assignee }: NonNullable<TicketEntry['changed']>,
): NonNullable<ViewEntry['changed']> {
  return {
    ...(state && { state }),
    ...(priority && { priority }),
    ...(side === 'staff' && assignee !== undefined && { assignee: assignee === null ? null : assignee.name }),
  };
}

/** A list for an account. */
export const ticketList = ({ tickets, next, account }: TicketPage & { readonly account: Account }): TicketList => ({
  tickets: tickets.map((ticket) => ticketHead(ticket, sideOf(ticket, account) ?? 'owner')),
  ...(next && { cursor: cursorOf(next) }),
});

const cursorOf = ({ queue, after }: Position): string => Buffer.from(`${queue ?? ''} ${after}`).toString('base64url');

const CURSOR = /^(open|closed)? (:|[-0-9:T.]{23}Z#[A-Za-z0-9_-]{22})$/;

/** Where a list goes on. A cursor only says where to look on, never in whose tickets. */
export function positionOf(cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined;
  const [, queue, after] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  if (after === undefined) throw new HttpProblem('invalid-request', [{ field: 'cursor', message: 'not a cursor' }]);
  return { after, ...((queue === 'open' || queue === 'closed') && { queue }) };
}
