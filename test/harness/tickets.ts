import type { Ticket, TicketEntry } from '../../lambdas/auth/ticket.ts';
import type { Change, DailyBudget, Reply } from '../../lambdas/auth/ticket-store.ts';
import { newTicket } from '../../lambdas/auth/tickets.ts';
import { idOf, START } from './people.ts';

let made = 0;
export const nextId = (label: string): string => {
  made += 1;
  return idOf(`${label}-${made}-`);
};

/** Allowances that nobody else uses. */
export const budgetOf = (what: DailyBudget['what'], subject = nextId('subject')): DailyBudget => ({
  subject,
  what,
  most: 5,
});

export function ticketOf(owner: string, given: Partial<Ticket> = {}): Ticket {
  const id = given.id ?? nextId('ticket');
  const asked = { asked: 'Anna de Vries', subject: 'It does not work', category: 'other', priority: 'normal' } as const;
  return { ...newTicket(id, { owner: { account: owner }, ...asked, now: given.changedAt ?? START }), ...given };
}

export const entryOf = (given: Partial<TicketEntry> = {}): TicketEntry => ({
  id: nextId('entry'),
  at: START,
  author: { account: 'somebody', name: 'Anna de Vries', role: 'member' },
  text: 'Hello',
  attachments: [],
  ...given,
});

/** An answer by staff. */
export const replyTo = (ticket: Ticket, given: Partial<Reply> = {}): Reply => ({
  ticket,
  entry: entryOf({ at: START + 1000 }),
  news: 'owner',
  state: 'waiting',
  budget: budgetOf('replies'),
  ...given,
});

/** A remark among staff. */
export function remarkOn(ticket: Ticket): Reply {
  return { ticket, entry: entryOf({ at: START + 1000, internal: true }), budget: budgetOf('replies') };
}

/** A change by staff. */
export const changeOf = (ticket: Ticket, changes: Change['changes'], given: Partial<Change> = {}): Change => ({
  ticket,
  changes,
  side: 'staff',
  seen: ticket.revision,
  entry: entryOf({ at: START + 2000, changed: changes }),
  news: 'owner',
  budget: budgetOf('replies'),
  ...given,
});
