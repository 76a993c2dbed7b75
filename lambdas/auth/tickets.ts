import type { Account, Visit } from './account.ts';
import { Refusal } from './refusal.ts';
import { act, type SessionCookie, type SessionNeeds, whoIs } from './session.ts';
import type { Category, Priority, Ticket, TicketEntry, TicketState } from './ticket.ts';
import { headFor, isStaff, type SeenTicket, seenBy } from './ticket-access.ts';
import { type AttachmentStore, attached } from './ticket-attachments.ts';
import { change, type Wish } from './ticket-changes.ts';
import { idOf, numberOf } from './ticket-ids.ts';
import { authorOf, REPLIES_PER_DAY, say, tooManyToday } from './ticket-replies.ts';
import { type Position, type Queue, searchWords, type TicketPage, type TicketStore } from './ticket-store.ts';
import type { Random } from './tokens.ts';

export const TICKETS_PER_DAY = 20;

export interface TicketNeeds {
  readonly store: TicketStore;
  readonly sessions: SessionNeeds;
  readonly files: AttachmentStore;
  readonly random: Random;
}

interface Asking {
  readonly session: SessionCookie | undefined;
  readonly now: number;
}

interface Writing extends Asking {
  /** How the caller names the request. */
  readonly idempotencyKey: string | undefined;
}

export interface Listing extends Asking {
  readonly view: 'own' | 'queue';
  /** Absent: all that are not closed. */
  readonly state?: TicketState | 'any' | undefined;
  readonly assigned?: 'me' | 'nobody' | 'anybody' | undefined;
  readonly search?: string | undefined;
  readonly from?: Position | undefined;
}

export interface ListedTickets extends TicketPage {
  readonly account: Account;
}

/** Tickets, newest change first: one's own, or for support staff the queue. Not an activity. */
export async function listTickets({ store, sessions }: TicketNeeds, listing: Listing): Promise<ListedTickets> {
  const { account } = await whoIs(sessions, listing.session, listing.now);
  const { view, state, assigned, search = '', from } = listing;
  if (view === 'queue' && !isStaff(account)) throw new Refusal('not-allowed');
  const states: readonly TicketState[] | undefined =
    state === 'any' ? undefined : state === undefined ? ['open', 'waiting'] : [state];
  const assignee = assigned === 'me' ? account.id : assigned === 'nobody' ? null : undefined;
  const page = await store.list({
    of: view === 'own' ? { owner: account.id } : { queues: queuesOf(states) },
    ...(states && { states }),
    ...(assignee !== undefined && { assignee }),
    words: searchWords(search),
    ...(from && { from }),
  });
  return { ...page, account };
}

const queuesOf = (states: readonly TicketState[] = ['open', 'closed']): readonly Queue[] => [
  ...(states.some((state) => state !== 'closed') ? (['open'] as const) : []),
  ...(states.includes('closed') ? (['closed'] as const) : []),
];

/** A ticket with its conversation. Not an activity, and marks nothing as read. */
export async function viewTicket(
  { store, sessions }: TicketNeeds,
  { session, now, ticket }: Asking & { readonly ticket: string },
): Promise<SeenTicket> {
  const { account } = await whoIs(sessions, session, now);
  return seenBy(store, ticket, account);
}

export interface Registration extends Writing {
  readonly subject: string;
  readonly category: Category;
  readonly priority: Priority;
  readonly text: string;
  /** Ids of files that were uploaded. */
  readonly attachments: readonly string[];
}

/** A new ticket of who is signed in. */
export async function registerTicket(needs: TicketNeeds, registration: Registration): Promise<SeenTicket> {
  const { session, now, idempotencyKey: key, text } = registration;
  const { account } = await act(needs.sessions, session, now);
  const id = idOf(needs.random, { by: `ticket#${account.id}`, key });
  const attachments = await attached(needs.files, { folder: account.id, ticket: id, ids: registration.attachments });
  const ticket = newTicket(id, { ...registration, owner: { account: account.id }, asked: account.name });
  const entry: TicketEntry = { id, at: now, author: authorOf(account), text, attachments };
  const budget = { subject: account.id, what: 'tickets', most: TICKETS_PER_DAY } as const;
  if ((await needs.store.register(ticket, entry, budget)) === 'too-many') throw tooManyToday(now);
  return seenBy(needs.store, id, account);
}

type NewTicket = Pick<Ticket, 'owner' | 'asked' | 'subject' | 'category' | 'priority'> & { readonly now: number };

/** A ticket as it begins, with one entry. */
export function newTicket(id: string, { now, owner, asked, subject, category, priority }: NewTicket): Ticket {
  return {
    id,
    number: numberOf(id),
    subject,
    category,
    priority,
    state: 'open',
    owner,
    asked,
    createdAt: now,
    changedAt: now,
    revision: 1,
    shown: 1,
    said: { toOwner: 0, toStaff: 1 },
    read: { byOwner: 1, byStaff: 0 },
    mailed: { owner: 0, staff: 0 },
  };
}

export interface Replying extends Writing {
  readonly ticket: string;
  readonly text: string;
  readonly attachments: readonly string[];
  readonly internal?: boolean | undefined;
}

/** A reply, or a remark among support staff. */
export async function replyToTicket(needs: TicketNeeds, replying: Replying): Promise<SeenTicket> {
  const { session, now, idempotencyKey: key, text, internal = false } = replying;
  const { account } = await act(needs.sessions, session, now);
  const { ticket, side } = await headFor(needs.store, replying.ticket, account);
  if (internal && side !== 'staff') throw new Refusal('not-allowed');
  const folder = account.id;
  const attachments = await attached(needs.files, { folder, ticket: ticket.id, ids: replying.attachments });
  const id = idOf(needs.random, { by: `${ticket.id}#${account.id}`, key });
  const budget = { subject: account.id, what: 'replies', most: REPLIES_PER_DAY[side] } as const;
  await say(needs, ticket, { side, id, author: authorOf(account), text, attachments, internal, budget, now });
  return seenBy(needs.store, ticket.id, account);
}

export interface ChangingTicket extends Writing, Wish {
  readonly ticket: string;
  readonly read?: true | undefined;
  readonly visit: Visit;
}

/** Closes, reopens, assigns, changes the priority, or marks as read up to the revision that was seen. */
export async function changeTicket(needs: TicketNeeds, changing: ChangingTicket): Promise<SeenTicket> {
  const { session, now, idempotencyKey: key, visit, ...wish } = changing;
  const { account } = await act(needs.sessions, session, now);
  const { ticket, side } = await headFor(needs.store, changing.ticket, account);
  const id = idOf(needs.random, { by: `${ticket.id}#${account.id}`, key });
  await change(needs, ticket, { account, side, wish, id, visit });
  if (wish.read) await needs.store.markRead(ticket.id, { side, account: account.id }, wish.revision);
  return seenBy(needs.store, ticket.id, account);
}
