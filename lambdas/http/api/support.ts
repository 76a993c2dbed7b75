import { Download, TicketList, TicketView, Upload } from '../answers/support.ts';
import { bodies, queries } from '../bodies/support.ts';
import type { ApiOf } from './route.ts';

export const api = {
  'GET /api/tickets': {
    summary: 'Tickets, newest change first: one’s own, or for support staff the queue.',
    query: queries['GET /api/tickets'],
    answers: { 200: TicketList },
    problems: ['signed-out', 'not-allowed'],
  },
  'POST /api/tickets': {
    summary: 'Registers a ticket. `Idempotency-Key` makes a repeat safe.',
    idempotent: true,
    body: bodies['POST /api/tickets'],
    answers: { 200: TicketView },
    problems: ['signed-out', 'too-many-attempts', 'attachment-missing'],
  },
  'GET /api/tickets/{ticket}': {
    summary: 'A ticket with its conversation. Somebody else’s is as good as none.',
    answers: { 200: TicketView },
    problems: ['signed-out', 'ticket-not-found'],
  },
  'POST /api/tickets/{ticket}/replies': {
    summary: 'Adds to the conversation. `Idempotency-Key` makes a repeat safe.',
    idempotent: true,
    body: bodies['POST /api/tickets/{ticket}/replies'],
    answers: { 200: TicketView },
    problems: [
      'signed-out',
      'ticket-not-found',
      'ticket-closed',
      'ticket-full',
      'ticket-changed',
      'not-allowed',
      'too-many-attempts',
      'attachment-missing',
    ],
  },
  'PATCH /api/tickets/{ticket}': {
    summary: 'Closes, reopens, assigns, changes the priority, or marks as read.',
    body: bodies['PATCH /api/tickets/{ticket}'],
    answers: { 200: TicketView },
    problems: ['signed-out', 'ticket-not-found', 'ticket-changed', 'not-allowed', 'too-many-attempts'],
  },
  'POST /api/tickets/attachments': {
    summary: 'Where to upload a file that a ticket or reply will name.',
    body: bodies['POST /api/tickets/attachments'],
    answers: { 200: Upload },
    problems: ['signed-out', 'attachment-refused', 'too-many-attempts'],
  },
  'GET /api/tickets/{ticket}/attachments/{attachment}': {
    summary: 'Where to download a file.',
    answers: { 200: Download },
    problems: ['signed-out', 'ticket-not-found', 'attachment-missing'],
  },
} as const satisfies ApiOf<'support'>;
