import { expect, it } from 'vitest';
import { heldData } from '../../lambdas/auth/held-data.ts';
import { memoryTickets } from '../fakes/memory-tickets.ts';
import { person, START } from '../harness/people.ts';
import { budgetOf, changeOf, entryOf, remarkOn, replyTo, ticketOf } from '../harness/tickets.ts';

const nothing = {
  sessions: async () => [],
  devices: async () => [],
  browsers: async () => [],
  activity: async () => ({ entries: [] }),
};

it('holds the whole conversation of a ticket, but for what support staff said among themselves', async () => {
  const [anna, tickets] = [person(), memoryTickets()];
  const ticket = ticketOf(anna.id);
  await tickets.register(ticket, entryOf(), budgetOf('tickets'));
  await tickets.register(ticketOf('somebody-else'), entryOf(), budgetOf('tickets'));
  const file = { id: 'secret', name: 'screen.png', size: 10 };
  const entry = entryOf({ at: START + 1000, text: 'Look', attachments: [file] });
  await tickets.reply(remarkOn(ticket));
  await tickets.reply(replyTo(ticket, { entry }));
  await tickets.change(changeOf(ticket, { state: 'closed', assignee: { account: 'b', name: 'Bert' } }, { seen: 3 }));
  const held = await heldData({ store: nothing, tickets }, anna, START);
  const at = (milliseconds: number) => new Date(START + milliseconds).toISOString();
  const said = { author: 'Anna de Vries', text: 'Hello', files: [] };
  expect(held.tickets).toEqual([
    {
      ...{ number: ticket.number, subject: 'It does not work', category: 'other', priority: 'normal' },
      ...{ state: 'closed', createdAt: at(0) },
      conversation: [
        { ...said, at: at(0) },
        { ...said, at: at(1000), text: 'Look', files: [{ name: 'screen.png', size: 10 }] },
        { ...said, at: at(2000), state: 'closed' },
      ],
    },
  ]);
});
