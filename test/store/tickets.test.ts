import { beforeAll, describe, expect, it } from 'vitest';
import { deskStore } from '../../lambdas/store/ticket-desk.ts';
import { ticketStore } from '../../lambdas/store/tickets.ts';
import { memoryTickets } from '../fakes/memory-tickets.ts';
import { createDatabase, type Database } from '../harness/dynamodb.ts';
import { START } from '../harness/people.ts';
import { budgetOf, changeOf, entryOf, nextId, replyTo, ticketOf } from '../harness/tickets.ts';
import { ticketsContract } from './tickets.contract.ts';

describe('tickets in memory', () => ticketsContract(async () => memoryTickets()));

describe('tickets in DynamoDB', () => {
  let database: Database;
  beforeAll(async () => {
    database = await createDatabase();
  });
  const store = () => ({ ...ticketStore(database), ...deskStore({ ...database, auditSeconds: 3600 }) });

  ticketsContract(async () => store());

  it('an entry and the mail it owes are written together, and the trail says what staff changed', async () => {
    const { register, reply, change } = store();
    const ticket = ticketOf(nextId('owner'));
    await register(ticket, entryOf(), budgetOf('tickets'));
    const mail = { id: nextId('mail'), to: 'owner', account: 'anna' } as const;
    await reply(replyTo(ticket, { mail }));
    expect((await database.rows('outbox')).find(({ id }) => id === mail.id)).toEqual({
      ...{ id: mail.id, kind: 'ticket-reply', account: 'anna', channel: 'email', ticket: ticket.id },
      ...{ createdAt: START + 1000, state: 'owed', ttl: expect.any(Number) },
    });
    const account = nextId('staff');
    const by = { account, visit: { at: START + 2000, browser: 'Firefox, Linux' } };
    const closing = changeOf(ticket, { state: 'closed' }, { seen: 2, by });
    expect(await change(closing)).toBe('changed');
    expect((await database.rows('audit')).filter((row) => row.account === account)).toEqual([
      {
        ...{ account, event: 'ticket-changed', ticket: ticket.id, fields: ['state'], browser: 'Firefox, Linux' },
        ...{ at: `2026-11-22T10:00:02.000Z#${closing.entry.id}`, ttl: START / 1000 + 2 + 3600 },
      },
    ]);
  });
});
