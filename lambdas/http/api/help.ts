import { SentStep } from '../answers/steps.ts';
import { Download, Puzzle, TicketView, Upload } from '../answers/support.ts';
import { bodies } from '../bodies/help.ts';
import type { ApiOf } from './route.ts';

export const api = {
  'POST /api/help/puzzle': {
    summary: 'A small proof of work for the contact form.',
    body: bodies['POST /api/help/puzzle'],
    answers: { 200: Puzzle },
    problems: ['too-many-attempts'],
  },
  'POST /api/help/messages': {
    summary: 'The contact form: becomes a ticket. `Idempotency-Key` makes a repeat safe.',
    idempotent: true,
    body: bodies['POST /api/help/messages'],
    answers: { 200: SentStep },
    problems: ['puzzle-wrong', 'email-invalid', 'too-many-attempts', 'attachment-missing'],
  },
  'POST /api/help/attachments': {
    summary: 'Where to upload a file that the contact form will name.',
    body: bodies['POST /api/help/attachments'],
    answers: { 200: Upload },
    problems: ['puzzle-wrong', 'attachment-refused', 'too-many-attempts'],
  },
  'POST /api/help/ticket': {
    summary: 'The conversation behind the link of a receipt.',
    body: bodies['POST /api/help/ticket'],
    answers: { 200: TicketView },
    problems: ['link-ended'],
  },
  'POST /api/help/ticket/replies': {
    summary: 'Answers by the link of a receipt. `Idempotency-Key` makes a repeat safe.',
    idempotent: true,
    body: bodies['POST /api/help/ticket/replies'],
    answers: { 200: TicketView },
    problems: [
      'link-ended',
      'ticket-closed',
      'ticket-full',
      'ticket-changed',
      'too-many-attempts',
      'attachment-missing',
    ],
  },
  'POST /api/help/ticket/uploads': {
    summary: 'Where to upload a file that an answer by the link of a receipt will name.',
    body: bodies['POST /api/help/ticket/uploads'],
    answers: { 200: Upload },
    problems: ['link-ended', 'attachment-refused', 'too-many-attempts'],
  },
  'POST /api/help/ticket/attachments': {
    summary: 'Where to download a file of the conversation behind the link of a receipt.',
    body: bodies['POST /api/help/ticket/attachments'],
    answers: { 200: Download },
    problems: ['link-ended', 'attachment-missing'],
  },
  'POST /api/help/feedback': {
    summary: 'Whether a help text helped; counted by topic.',
    body: bodies['POST /api/help/feedback'],
    answers: { 204: null },
    problems: ['too-many-attempts'],
  },
} as const satisfies ApiOf<'help'>;
