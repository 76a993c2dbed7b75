import { randomBytes } from 'node:crypto';
import { BatchWriteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Account } from '../lambdas/auth/account.ts';
import type { Session } from '../lambdas/auth/session.ts';
import type { Ticket, TicketEntry } from '../lambdas/auth/ticket.ts';
import { idOf as idOfRequest } from '../lambdas/auth/ticket-ids.ts';
import {
  listTickets,
  newTicket,
  registerTicket,
  replyToTicket,
  type TicketNeeds,
  viewTicket,
} from '../lambdas/auth/tickets.ts';
import { hashToken, newId } from '../lambdas/auth/tokens.ts';
import { sessionStore } from '../lambdas/store/sessions.ts';
import { deskStore } from '../lambdas/store/ticket-desk.ts';
import { entryRow, headRow } from '../lambdas/store/ticket-rows.ts';
import { ticketStore } from '../lambdas/store/tickets.ts';
import { person, START, settle } from '../test/harness/people.ts';
import { settings } from '../test/harness/settings.ts';
import type { Database } from '../test/harness/tables.ts';
import { type Cost, meterOf } from './meter.ts';
import type { Expected } from './sign-in-costs.ts';

const spend = (call: number, table: string, units: number, pays: string): Expected => ({ call, table, units, pays });

/** A reply by staff that owes a mail. */
export const REPLY_STEP: readonly Expected[] = [
  spend(1, 'sessions', 1, 'counts the activity'),
  spend(2, 'tickets', 2, 'the entry, once'),
  spend(2, 'tickets', 2, 'raises the revision, on condition that it is not closed'),
  spend(2, 'tickets', 4, 'moves it to the top of both lists'),
  spend(2, 'limits', 2, 'uses up one of the day'),
  spend(2, 'outbox', 2, 'owes the mail'),
];

export const TICKET_ROUND_TRIPS = { list: 2, view: 2, reply: 5 } as const;
/** Whoever asks is read consistently; a list is read as it was a moment ago, which is half the price. */
export const TICKET_READ_UNITS = { list: 6, view: 3.5 } as const;

/** As long as people write. */
const TEXT = 'It does not work, and I have tried it twice. '.repeat(10);

/** Runs the real rules over the tables, and measures each step. */
export function ticketsOver(database: Database) {
  const { client, tables } = database;
  const { sessionIdleSeconds: idleSeconds, sessionAbsoluteSeconds: absoluteSeconds, auditSeconds } = settings;
  const sessions = sessionStore(client, tables, auditSeconds);
  const needs: TicketNeeds = {
    store: { ...ticketStore({ client, tables }), ...deskStore({ client, tables, auditSeconds }) },
    sessions: { store: sessions, lifetimes: { idleSeconds, absoluteSeconds } },
    files: { upload: never, keep: never, download: never },
    random: randomBytes,
  };
  const meter = meterOf(database);
  const anna = person();
  const bert = person({ email: 'bert@example.org', name: 'Bert Bakker', role: 'support' });
  let now = START;

  /** Two people, signed in. */
  async function settleAll(): Promise<void> {
    await settle(database, anna, bert);
    for (const { id: account, epoch } of [anna, bert]) {
      const base = { account, token: hashToken(account), epoch, globalEpoch: '', flow: 'flow', createdAt: START };
      const session: Session = { ...base, usedAt: START, visit: { at: START, browser: 'Firefox, Linux' } };
      await client.send(new PutCommand({ TableName: tables.sessions, Item: session }));
    }
  }

  const as = ({ id }: Account) => ({ session: { account: id, token: id }, idempotencyKey: undefined, now });

  /** Tickets of Anna, each with one entry. */
  async function fill(count: number): Promise<void> {
    const rows = Array.from({ length: count }, () => {
      now += 1;
      const ticket = ticketOf(anna, now);
      const entry: TicketEntry = {
        id: ticket.id,
        at: now,
        author: { name: 'A', role: 'member' },
        text: TEXT,
        attachments: [],
      };
      return [headRow(ticket, TEXT), entryRow(ticket.id, entry)];
    }).flat();
    for (let from = 0; from < rows.length; from += 25) {
      const writes = rows.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }));
      await client.send(new BatchWriteCommand({ RequestItems: { [tables.tickets]: writes } }));
    }
  }

  async function register(): Promise<string> {
    const given = { subject: 'It does not work', category: 'other', priority: 'normal' } as const;
    return (await registerTicket(needs, { ...as(anna), ...given, text: TEXT, attachments: [] })).ticket.id;
  }

  const list = (view: 'own' | 'queue'): Promise<Cost> =>
    meter.cost(() => listTickets(needs, { ...as(view === 'own' ? anna : bert), view }));

  const reply = (ticket: string): Promise<Cost> =>
    meter.cost(() => replyToTicket(needs, { ...as(bert), ticket, text: TEXT, attachments: [] }));

  const view = (ticket: string): Promise<Cost> => meter.cost(() => viewTicket(needs, { ...as(bert), ticket }));

  return { settle: settleAll, fill, register, list, reply, view };
}

const ticketOf = ({ id: account, name: asked }: Account, now: number): Ticket =>
  newTicket(idOfRequest(randomBytes, { by: '', key: newId(randomBytes) }), {
    ...{ owner: { account }, asked, subject: 'It does not work', category: 'other', priority: 'normal', now },
  });

function never(): never {
  throw new Error('No files here.');
}
