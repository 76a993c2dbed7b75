import type { Ticket, TicketEntry } from '../../../lambdas/auth/ticket.ts';
import { type Conversation, type ConversationStore, searchWords } from '../../../lambdas/auth/ticket-store.ts';
import { visible } from '../columns.ts';
import type { Command } from '../command.ts';
import { CommandError } from '../command-error.ts';
import { minute } from '../time.ts';
import { document, entryDocument } from './shown.ts';

export const show: Command = {
  summary: 'Shows a ticket with its conversation, remarks of support staff included.',
  argument: 'TICKET',
  remarks: ['TICKET is a number such as T-4F7K-92QX, or an id.'],
  options: {},
  async run({ tickets, argument }) {
    const { ticket, entries } = await find(tickets, argument.trim());
    const head = `${ticket.number}  ${ticket.state}, ${ticket.priority}, ${ticket.category}\n${visible(ticket.subject)}\n${asker(ticket)}\n`;
    return {
      document: { ticket: { ...document(ticket), entries: entries.map(entryDocument) } },
      words: [head, ...entries.map(words)].join('\n'),
    };
  },
};

/** Who asked: an account as other commands take it, or the address that somebody typed. */
const asker = ({ owner, asked }: Ticket): string =>
  'account' in owner
    ? `asked by ${visible(asked)}, account ${owner.account}`
    : `asked by ${visible(asked)}, ${visible(owner.guest.email)}, not signed in`;

async function find(tickets: ConversationStore, named: string): Promise<Conversation> {
  const id = /^[\w-]{22}$/.test(named) ? named : await idOf(tickets, named);
  const found = id === undefined ? undefined : await tickets.read(id);
  if (found) return found;
  throw new CommandError('ticket-not-found', 'No ticket has this number or id.');
}

async function idOf(tickets: ConversationStore, number: string): Promise<string | undefined> {
  const query = { of: { queues: ['open', 'closed'] }, words: searchWords(number) } as const;
  let page = await tickets.list(query);
  for (;;) {
    const found = page.tickets.find((ticket) => ticket.number === number.toUpperCase());
    if (found || !page.next) return found?.id;
    page = await tickets.list({ ...query, from: page.next });
  }
}

function words({ at, author, text, internal, changed, attachments }: TicketEntry): string {
  const what = internal ? ' (internal)' : '';
  const { assignee, ...others } = changed ?? {};
  const changes = Object.entries({
    ...others,
    ...(assignee !== undefined && { assignee: assignee?.name ?? 'nobody' }),
  });
  return [
    `${minute(at)}  ${visible(author.name)}, ${author.role}${what}`,
    ...(text ?? '').split('\n').map((line) => `  ${visible(line)}`),
    ...changes.map(([name, value]) => `  ${name}: ${visible(String(value))}`),
    ...attachments.map(({ name, size }) => `  file: ${visible(name)} (${size} bytes)`),
  ]
    .filter((line) => line.trim() !== '')
    .map((line) => `${line}\n`)
    .join('');
}
