import { hasPhonesToReview } from '../auth/device.ts';
import { act, lifetimesOf, type SignedIn, whoIs } from '../auth/session.ts';
import { hashToken } from '../auth/tokens.ts';
import { documentClient } from '../aws/dynamodb.ts';
import { env } from '../env.ts';
import type { TablesOf } from '../flows.ts';
import type { Session } from '../http/answers/steps.ts';
import { sessionCookie, setCookie } from '../http/cookies.ts';
import { endpoint } from '../http/endpoint.ts';
import { ownAccount } from '../http/steps.ts';
import { GLOBAL_ID, readAccount } from '../store/accounts.ts';
import { sessionStore } from '../store/sessions.ts';

const { settings } = env;
const client = documentClient();
const tables: TablesOf<'account'> = env.tables;
const needs = {
  store: sessionStore(client, tables, settings.auditSeconds),
  lifetimes: lifetimesOf(settings),
};
const ready = Promise.allSettled([readAccount(client, tables.accounts, GLOBAL_ID)]);

export const handler = endpoint<'account'>(
  {
    'GET /api/account': async ({ cookies, now }) => ({
      body: ownAccount((await whoIs(needs, sessionCookie(cookies), now)).account),
    }),

    'GET /api/session': async ({ cookies, now }) => ({
      body: session(await whoIs(needs, sessionCookie(cookies), now)),
    }),

    'POST /api/session/activity': async ({ cookies, now }) => ({
      body: limits(await act(needs, sessionCookie(cookies), now)),
    }),

    'DELETE /api/session': async ({ cookies, visit }) => {
      const cookie = sessionCookie(cookies);
      if (cookie) await needs.store.end(cookie.account, hashToken(cookie.token), visit);
      // Only the cache: storage holds the keys of phones.
      return { body: undefined, cookies: [setCookie.noSession], headers: { 'clear-site-data': '"cache"' } };
    },
  },
  { clock: Date.now, origin: env.origin, originSecrets: env.originSecrets, ready },
);

const limits = ({ idleEndsInSeconds, endsInSeconds }: SignedIn) => ({ idleEndsInSeconds, endsInSeconds });

function session(signedIn: SignedIn): Session {
  const { id, name, email, username, locale, role } = signedIn.account;
  const { previous } = signedIn.session;
  return {
    account: { id, name, email, locale, role, ...(username !== undefined && { username }) },
    session: limits(signedIn),
    ...(previous && { lastSignIn: { ...previous, at: new Date(previous.at).toISOString() } }),
    phonesToReview: hasPhonesToReview(signedIn.account),
  };
}
