import { ticketStates } from '../../../lambdas/auth/ticket.ts';
import type { Position, TicketQuery } from '../../../lambdas/auth/ticket-store.ts';
import { columns } from '../columns.ts';
import type { Command, Desk, Said } from '../command.ts';
import { choiceOf } from '../words.ts';
import { cells, document, HEAD, WIDTHS } from './shown.ts';

const states = [...ticketStates, 'any'] as const;

export const list: Command = {
  summary: 'Lists tickets, newest change first; without --state, those that are not closed.',
  options: { state: { value: 'S', says: 'Only these.', choices: states } },
  run,
};

/** A person sees each page as it comes; JSON is one document, so it waits for the last. */
async function run({ tickets, values, isJson, say }: Desk): Promise<Said> {
  const found: ReturnType<typeof document>[] = [];
  const query = queryOf(choiceOf(values, 'state', states));
  let count = 0;
  let from: Position | undefined;
  do {
    const page = await tickets.list({ ...query, ...(from && { from }) });
    if (isJson) found.push(...page.tickets.map(document));
    else if (page.tickets.length > 0) {
      const rows = [...(count === 0 ? [HEAD] : []), ...page.tickets.map(cells)];
      say(`${columns(rows, WIDTHS).join('\n')}\n`);
    }
    count += page.tickets.length;
    from = page.next;
  } while (from);
  return { document: { tickets: found }, words: count === 1 ? '1 ticket.\n' : `${count} tickets.\n` };
}

function queryOf(state: (typeof states)[number] | undefined): TicketQuery {
  if (state === 'closed') return { of: { queues: ['closed'] }, words: [] };
  if (state === 'any') return { of: { queues: ['open', 'closed'] }, words: [] };
  return { of: { queues: ['open'] }, words: [], ...(state && { states: [state] }) };
}
