import { randomBytes } from 'node:crypto';
import { lifetimesOf } from '../auth/session.ts';
import { startDownload, startUpload } from '../auth/ticket-files.ts';
import {
  changeTicket,
  listTickets,
  registerTicket,
  replyToTicket,
  type TicketNeeds,
  viewTicket,
} from '../auth/tickets.ts';
import { attachments } from '../aws/attachments.ts';
import { documentClient } from '../aws/dynamodb.ts';
import { env } from '../env.ts';
import type { TablesOf } from '../flows.ts';
import { bodies, queries } from '../http/bodies/support.ts';
import { type Cookies, sessionCookie } from '../http/cookies.ts';
import { endpoint } from '../http/endpoint.ts';
import { positionOf, ticketList, ticketView } from '../http/tickets.ts';
import { GLOBAL_ID, readAccount } from '../store/accounts.ts';
import { sessionStore } from '../store/sessions.ts';
import { deskStore } from '../store/ticket-desk.ts';
import { ticketStore } from '../store/tickets.ts';

const { settings } = env;
const { auditSeconds } = settings;
const client = documentClient();
const tables: TablesOf<'support'> = env.tables;
const needs: TicketNeeds = {
  store: { ...ticketStore({ client, tables }), ...deskStore({ client, tables, auditSeconds }) },
  sessions: { store: sessionStore(client, tables, auditSeconds), lifetimes: lifetimesOf(settings) },
  files: attachments(env.attachments),
  random: randomBytes,
};
const ready = Promise.allSettled([readAccount(client, tables.accounts, GLOBAL_ID)]);

interface Asking {
  readonly cookies: Cookies;
  readonly idempotencyKey: string | undefined;
  readonly now: number;
}

/** What every request comes with. */
const asking = ({ cookies, idempotencyKey, now }: Asking) => ({ session: sessionCookie(cookies), idempotencyKey, now });

export const handler = endpoint<'support'>(
  {
    'GET /api/tickets': async (call) => {
      const { cursor, ...query } = call.query;
      return { body: ticketList(await listTickets(needs, { ...query, from: positionOf(cursor), ...asking(call) })) };
    },

    'POST /api/tickets': async (call) => ({
      body: ticketView(await registerTicket(needs, { ...call.body, ...asking(call) })),
    }),

    'GET /api/tickets/{ticket}': async (call) => ({
      body: ticketView(await viewTicket(needs, { ...call.params, ...asking(call) })),
    }),

    'POST /api/tickets/{ticket}/replies': async (call) => ({
      body: ticketView(await replyToTicket(needs, { ...call.body, ...call.params, ...asking(call) })),
    }),

    'PATCH /api/tickets/{ticket}': async (call) => ({
      body: ticketView(await changeTicket(needs, { ...call.body, ...call.params, visit: call.visit, ...asking(call) })),
    }),

    'POST /api/tickets/attachments': async (call) => ({
      body: await startUpload(needs, { ...call.body, ...asking(call) }),
    }),

    'GET /api/tickets/{ticket}/attachments/{attachment}': async (call) => ({
      body: { url: await startDownload(needs, { ...call.params, ...asking(call) }) },
    }),
  },
  { bodies, queries, clock: Date.now, origin: env.origin, originSecrets: env.originSecrets, ready },
);
