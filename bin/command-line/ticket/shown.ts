import type { Attachment, Ticket, TicketEntry } from '../../../lambdas/auth/ticket.ts';
import { iso, minute } from '../time.ts';

/** A ticket for scripts. */
export const document = (ticket: Ticket) => ({
  id: ticket.id,
  number: ticket.number,
  subject: ticket.subject,
  category: ticket.category,
  priority: ticket.priority,
  state: ticket.state,
  asked: ticket.asked,
  ...('account' in ticket.owner ? { account: ticket.owner.account } : { email: ticket.owner.guest.email }),
  ...(ticket.assignee && { assignee: ticket.assignee.name }),
  createdAt: iso(ticket.createdAt),
  changedAt: iso(ticket.changedAt),
});

export const entryDocument = ({ id, at, author, text, internal, changed, attachments }: TicketEntry) => ({
  id,
  at: iso(at),
  author: author.name,
  role: author.role,
  ...(text !== undefined && { text }),
  ...(internal && { internal }),
  ...(changed && { changed: { ...changed, ...(changed.assignee && { assignee: changed.assignee.name }) } }),
  attachments: attachments.map(({ name, size }: Attachment) => ({ name, size })),
});

export const HEAD = ['NUMBER', 'STATE', 'PRIORITY', 'CHANGED (UTC)', 'ASKED BY', 'TAKES CARE', 'SUBJECT'];
export const WIDTHS = [11, 7, 8, 16, 20, 20];

/** The cells of its line for a person. */
export const cells = ({ number, state, priority, changedAt, asked, assignee, subject }: Ticket): readonly string[] => [
  number,
  state,
  priority,
  minute(changedAt),
  asked,
  assignee?.name ?? '-',
  subject,
];
