import { afterAll, beforeAll, expect, it } from 'vitest';
import { deskStore } from '../../lambdas/store/ticket-desk.ts';
import { ticketStore } from '../../lambdas/store/tickets.ts';
import { createDatabase } from '../harness/dynamodb.ts';
import { START } from '../harness/people.ts';
import { budgetOf, changeOf, entryOf, remarkOn, ticketOf } from '../harness/tickets.ts';
import { type FakePortal, startFakePortal } from './fake-portal.ts';

let portal: FakePortal;
const open = ticketOf('anna-00000000000000000', { subject: 'No code\u001b[31m', changedAt: START + 1 });
const closed = ticketOf('bert-00000000000000000', { subject: 'Thanks' });

beforeAll(async () => {
  const database = await createDatabase();
  portal = await startFakePortal(database);
  const store = { ...ticketStore(database), ...deskStore({ ...database, auditSeconds: 60 }) };
  for (const ticket of [open, closed]) await store.register(ticket, entryOf({ text: 'One\ntwo' }), budgetOf('tickets'));
  await store.reply(remarkOn(open));
  await store.change(changeOf(closed, { state: 'closed', assignee: { account: 'c', name: 'Cora' } }));
});
afterAll(() => portal.end());

const numbers = async (...words: readonly string[]) => {
  const { code, stdout } = await portal.local(['ticket', 'list', ...words, '--json']);
  expect(code).toBe(0);
  return JSON.parse(stdout).tickets.map(({ number }: { number: string }) => number);
};

it('lists tickets by their state', async () => {
  expect(await numbers()).toEqual([open.number]);
  expect(await numbers('--state', 'closed')).toEqual([closed.number]);
  expect(await numbers('--state', 'any')).toEqual([open.number, closed.number]);
  expect(await numbers('--state', 'waiting')).toEqual([]);
  const { stdout } = await portal.local(['ticket']);
  expect(stdout).toMatch(/^NUMBER {7}STATE .*\n/);
  expect(stdout).toContain(`${open.number}  open     normal    2026-11-22 10:00  Anna de Vries`);
  expect(stdout).toMatch(/\n1 ticket\.\n$/);
  expect(stdout).not.toContain('\u001b');
});

it('shows a ticket by its number or id, remarks included', async () => {
  for (const named of [open.number, open.number.toLowerCase(), open.id]) {
    const { stdout } = await portal.local(['ticket', 'show', named, '--json']);
    const { ticket } = JSON.parse(stdout);
    expect(ticket).toMatchObject({ number: open.number, account: 'anna-00000000000000000' });
    expect(ticket.entries).toMatchObject([{ text: 'One\ntwo' }, { internal: true, author: 'Anna de Vries' }]);
  }
  const { stdout } = await portal.local(['ticket', 'show', closed.id]);
  expect(stdout).toContain('\nasked by Anna de Vries, account bert-00000000000000000\n');
  expect(stdout).toContain('  One\n  two\n');
  expect(stdout).toContain('  state: closed\n  assignee: Cora\n');
  const none = await portal.local(['ticket', 'show', 'T-0000-0000']);
  expect([none.code, none.stderr]).toEqual([1, 'No ticket has this number or id.\n']);
});
