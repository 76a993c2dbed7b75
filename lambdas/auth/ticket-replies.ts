import type { Account } from './account.ts';
import { Refusal } from './refusal.ts';
import type { Attachment, Ticket, TicketEntry } from './ticket.ts';
import { isUnread } from './ticket-access.ts';
import type { DailyBudget, Reply, Side, TicketMail, TicketStore } from './ticket-store.ts';
import { newId, type Random } from './tokens.ts';

/** So long after a mail a side gets no other one, unless it has read meanwhile what that one told it of. */
const GATHERED_SECONDS = 5 * 60;

/** Replies, remarks and changes a day. */
export const REPLIES_PER_DAY: Readonly<Record<Side, number>> = { owner: 200, staff: 1000 };

const ATTEMPTS = 4;

export interface ReplyNeeds {
  readonly store: Pick<TicketStore, 'head' | 'reply'>;
  readonly random: Random;
}

/** What somebody says on one side of a ticket. */
export interface Saying {
  readonly side: Side;
  /** The same for a repeat. */
  readonly id: string;
  readonly author: TicketEntry['author'];
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** For staff only; tells nobody and changes nothing. */
  readonly internal?: boolean;
  readonly budget: DailyBudget;
  readonly now: number;
}

/**
 * Adds to a ticket, as it was read, for somebody who has been found to be on that side of it. What others say at the same
 * time is kept too; the other side is told by mail, unless it was a moment ago and has not looked yet.
 */
export async function say(needs: ReplyNeeds, read: Ticket, saying: Saying): Promise<void> {
  let ticket: Ticket | undefined = read;
  for (let tried = 1; ticket && tried <= ATTEMPTS; tried += 1) {
    const outcome = await needs.store.reply(replyOf(needs, ticket, saying));
    if (outcome === 'added' || outcome === 'repeated') return;
    if (outcome === 'closed') throw new Refusal('ticket-closed');
    if (outcome === 'full') throw new Refusal('ticket-full');
    if (outcome === 'too-many') throw tooManyToday(saying.now);
    ticket = await needs.store.head(read.id);
  }
  throw new Refusal('ticket-changed');
}

function replyOf({ random }: ReplyNeeds, ticket: Ticket, saying: Saying): Reply {
  const { id, author, text, attachments, side, budget, now, internal = false } = saying;
  const entry: TicketEntry = { id, at: now, author, text, attachments, ...(internal && { internal: true as const }) };
  if (internal) return { ticket, entry, budget };
  const other: Side = side === 'owner' ? 'staff' : 'owner';
  const isTold = ticket.mailed[other] > now - GATHERED_SECONDS * 1000 && isUnread(ticket, other);
  const mail = isTold ? undefined : mailTo(other, ticket, random);
  return {
    ...{ ticket, entry, news: other, state: side === 'owner' ? 'open' : 'waiting', budget },
    ...(isTold && { told: other }),
    ...(mail && { mail }),
  };
}

/** The mail that is owed to a side; none where nobody takes care yet. */
function mailTo(to: Side, ticket: Ticket, random: Random): TicketMail | undefined {
  const id = newId(random);
  if (to === 'staff') return ticket.assignee && { id, to, account: ticket.assignee.account };
  return 'account' in ticket.owner ? { id, to, account: ticket.owner.account } : { id, to };
}

export const authorOf = ({ id, name, role }: Account): TicketEntry['author'] => ({ account: id, name, role });

/** Refuses until the day (UTC) is over. */
export function tooManyToday(now: number): Refusal {
  const day = 24 * 3600;
  return new Refusal('too-many-attempts', { retryAfterSeconds: day - (Math.floor(now / 1000) % day) });
}
