import { randomBytes } from 'node:crypto';
import type { Visit } from '../auth/account.ts';
import { heldData } from '../auth/held-data.ts';
import { endSessions, forgetBrowser, listActivity, listBrowsers, listSessions, releaseData } from '../auth/own-data.ts';
import { lifetimesOf } from '../auth/session.ts';
import type { TicketQuery } from '../auth/ticket-store.ts';
import { newId, parseKeyRing } from '../auth/tokens.ts';
import { documentClient } from '../aws/dynamodb.ts';
import { secretReader } from '../aws/secrets.ts';
import { env } from '../env.ts';
import type { TablesOf } from '../flows.ts';
import { bodies, queries } from '../http/bodies/own-data.ts';
import { type Cookies, sessionCookie } from '../http/cookies.ts';
import { endpoint } from '../http/endpoint.ts';
import { activityPage, ownBrowsers, ownSessions } from '../http/own-data.ts';
import { GLOBAL_ID, readAccount } from '../store/accounts.ts';
import { ownDataStore } from '../store/own-data.ts';
import { sessionStore } from '../store/sessions.ts';
import { listTickets } from '../store/ticket-list.ts';
import { readConversation } from '../store/ticket-reads.ts';

const clock = Date.now;
const { settings } = env;
const client = documentClient();
const readKeys = secretReader(env.secretId('keys'), parseKeyRing, clock);
const tables: TablesOf<'own-data'> = env.tables;
const lifetimes = lifetimesOf(settings);
const { auditSeconds } = settings;
const options = { client, tables, newId: () => newId(randomBytes), lifetimes, auditSeconds };
const store = ownDataStore(options);
const tickets = {
  list: (query: TicketQuery) => listTickets(client, tables.tickets, query),
  read: (id: string) => readConversation(client, tables.tickets, id),
};
const sessions = { store: sessionStore(client, tables, auditSeconds), lifetimes };
const needs = async () => ({ store, sessions, keys: await readKeys() });

const ready = Promise.allSettled([readAccount(client, tables.accounts, GLOBAL_ID), readKeys()]);

interface Asked {
  readonly cookies: Cookies;
  readonly visit: Visit;
  readonly now: number;
}

const asking = ({ cookies, visit, now }: Asked) => ({
  session: sessionCookie(cookies),
  visit,
  now,
  knownToken: (name: string) => cookies.known(name),
});

export const handler = endpoint<'own-data'>(
  {
    'GET /api/sessions': async (call) => ({ body: ownSessions(await listSessions(await needs(), asking(call))) }),

    'POST /api/sessions/end': async (call) => ({
      body: ownSessions(await endSessions(await needs(), asking(call), call.body.session)),
    }),

    'GET /api/browsers': async (call) => ({ body: ownBrowsers(await listBrowsers(await needs(), asking(call))) }),

    'POST /api/browsers/removal': async (call) => ({
      body: ownBrowsers(await forgetBrowser(await needs(), asking(call), call.body.browser)),
    }),

    'GET /api/activity': async (call) => ({
      body: activityPage(await listActivity({ store, sessions }, asking(call), call.query.cursor)),
    }),

    'POST /api/account/data': async (call) => {
      const { body, cookies, idempotencyKey } = call;
      const key = idempotencyKey !== undefined && { idempotencyKey };
      const account = await releaseData(
        { store, sessions },
        { ...body, ...key, cookie: cookies.flow, ...asking(call) },
      );
      return { body: await heldData({ store, tickets }, account, call.now) };
    },
  },
  { bodies, queries, clock, origin: env.origin, originSecrets: env.originSecrets, ready },
);
