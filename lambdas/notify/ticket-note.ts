import type { Account } from '../auth/account.ts';
import type { Ticket } from '../auth/ticket.ts';
import { isStaff } from '../auth/ticket-access.ts';
import { ticketLinkToken } from '../auth/ticket-link.ts';
import type { KeyRing } from '../auth/tokens.ts';
import type { Message } from './message.ts';
import type { OwedTicketNote } from './owed.ts';

/** Whom a message reaches, and in which language. */
export type Recipient = Pick<Account, 'name' | 'email' | 'phone' | 'locale' | 'channel' | 'status'>;

/** What is to be said, and to whom. */
export interface Letter {
  readonly message: Message;
  readonly recipient: Recipient;
}

export interface TicketSources {
  account(id: string): Promise<Account | undefined>;
  ticket(id: string): Promise<Ticket | undefined>;
  readonly keys: KeyRing;
  readonly origin: string;
}

/** The note about a ticket; undefined where whom it is owed to has no more to do with it. */
export async function ticketNote(sources: TicketSources, owed: OwedTicketNote): Promise<Letter | undefined> {
  const { kind } = owed;
  const ticket = await sources.ticket(owed.ticket);
  if (!ticket) return undefined;
  const { number, owner } = ticket;
  if (kind !== 'ticket-news' && 'guest' in owner) {
    const { email, locale } = owner.guest;
    const url = `${sources.origin}/help/#${ticketLinkToken(sources.keys, ticket.id)}`;
    // A stranger typed the name, and perhaps somebody else's address: it is not said.
    const recipient = { name: '', email, locale, channel: 'email', status: 'active' } as const;
    return { message: { kind, number, url }, recipient };
  }
  if (kind === 'ticket-receipt') return undefined;
  const whom = kind === 'ticket-news' ? ticket.assignee?.account : 'account' in owner ? owner.account : undefined;
  const recipient = whom === owed.account ? await sources.account(whom) : undefined;
  if (recipient?.status !== 'active' || (kind === 'ticket-news' && !isStaff(recipient))) return undefined;
  return { message: { kind, number, url: `${sources.origin}/portal/support/#${ticket.id}` }, recipient };
}
