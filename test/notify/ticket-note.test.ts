import { describe, expect, it } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import type { Ticket } from '../../lambdas/auth/ticket.ts';
import { ticketOfLink } from '../../lambdas/auth/ticket-link.ts';
import type { OwedTicketNote } from '../../lambdas/notify/owed.ts';
import { type TicketSources, ticketNote } from '../../lambdas/notify/ticket-note.ts';
import { person, START } from '../harness/people.ts';
import { ticketOf } from '../harness/tickets.ts';

const keys = { current: 'k1', keys: { k1: 'k'.repeat(64) } };
const anna = person({ locale: 'nl' });
const bert = person({ email: 'bert@example.org', name: 'Bert', role: 'support' });

const note = (
  kind: OwedTicketNote['kind'],
  ticket: Ticket,
  account: string,
  accounts: readonly Account[] = [anna, bert],
) => {
  const sources: TicketSources = {
    account: async (id) => accounts.find((one) => one.id === id),
    ticket: async (id) => (id === ticket.id ? ticket : undefined),
    keys,
    origin: 'https://id.example.org',
  };
  return ticketNote(sources, { id: 'note', kind, account, channel: 'email', ticket: ticket.id, createdAt: START });
};

describe('a note about a ticket', () => {
  const ticket = ticketOf(anna.id, { assignee: { account: bert.id, name: 'Bert' } });
  const link = `https://id.example.org/portal/support/#${ticket.id}`;

  it('of an answer goes to who asked, of other news to who takes care', async () => {
    const { number } = ticket;
    const [reply, news] = [await note('ticket-reply', ticket, anna.id), await note('ticket-news', ticket, bert.id)];
    expect([reply?.message, reply?.recipient]).toEqual([{ kind: 'ticket-reply', number, url: link }, anna]);
    expect([news?.message, news?.recipient]).toEqual([{ kind: 'ticket-news', number, url: link }, bert]);
  });

  it('goes to nobody who has no more to do with it', async () => {
    const { assignee: _, ...nobodys } = ticket;
    expect(await note('ticket-news', nobodys, bert.id)).toBeUndefined();
    expect(await note('ticket-news', ticket, anna.id)).toBeUndefined();
    expect(await note('ticket-news', ticket, bert.id, [{ ...bert, role: 'member' }])).toBeUndefined();
    expect(await note('ticket-reply', ticket, bert.id)).toBeUndefined();
    expect(await note('ticket-reply', ticket, anna.id, [{ ...anna, status: 'disabled' }])).toBeUndefined();
    expect(await note('ticket-reply', ticket, anna.id, [])).toBeUndefined();
  });

  it('to a guest leads to the page of the link, in their language, and does not call them by the name that was typed', async () => {
    const guest = { name: 'Evil\r\nBcc: x@example.org', email: 'guest@example.org', locale: 'fr' } as const;
    const theirs = ticketOf('', { owner: { guest }, asked: guest.name });
    const { message, recipient } = (await note('ticket-reply', theirs, `guest#${theirs.id}`)) ?? {};
    expect(recipient).toMatchObject({ name: '', email: guest.email, locale: 'fr' });
    const [page, token = ''] = message && 'url' in message ? message.url.split('#') : [];
    expect(page).toBe('https://id.example.org/help/');
    expect(ticketOfLink(keys, token)).toBe(theirs.id);
  });
});
