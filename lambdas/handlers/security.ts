import { randomBytes } from 'node:crypto';
import { type Changed, changePassword, removePhone } from '../auth/changes.ts';
import { startConfirmation } from '../auth/confirmation.ts';
import { confirm, resendConfirmation } from '../auth/confirmation-code.ts';
import { FLOW_LIFETIME_SECONDS } from '../auth/flow.ts';
import { emailTyped, nameAddress, phoneTyped, proveAddress } from '../auth/new-address.ts';
import { secureAccount } from '../auth/not-me.ts';
import { prefer } from '../auth/preferences.ts';
import { lifetimesOf } from '../auth/session.ts';
import { newId, parseKeyRing } from '../auth/tokens.ts';
import { documentClient } from '../aws/dynamodb.ts';
import { secretReader } from '../aws/secrets.ts';
import { env } from '../env.ts';
import type { TablesOf } from '../flows.ts';
import { bodies } from '../http/bodies/security.ts';
import { type Cookies, sessionCookie, setCookie } from '../http/cookies.ts';
import { endpoint } from '../http/endpoint.ts';
import { HttpProblem } from '../http/http-problem.ts';
import { codeStep, confirmedStep, ownAccount } from '../http/steps.ts';
import { countMetric, log } from '../log.ts';
import { GLOBAL_ID, readAccount } from '../store/accounts.ts';
import { confirmationStore } from '../store/confirmation.ts';
import { notMeStore } from '../store/secured-account.ts';
import { sessionStore } from '../store/sessions.ts';

const clock = Date.now;
const { settings } = env;
const client = documentClient();
const readKeys = secretReader(env.secretId('keys'), parseKeyRing, clock);
const tables: TablesOf<'security'> = env.tables;
const lifetimes = lifetimesOf(settings);
const { auditSeconds, smsCountries } = settings;
const options = { client, tables, newId: () => newId(randomBytes), lifetimes, auditSeconds };
const store = confirmationStore(options);
const links = notMeStore(options);
const sessions = { store: sessionStore(client, tables, auditSeconds), lifetimes };
const rules = { policy: settings.passwordPolicy, portalName: settings.name };
const separateChannel = settings.recoverySeparateChannel;
const needs = async () => ({ store, sessions, keys: await readKeys(), random: randomBytes, separateChannel });

const ready = Promise.allSettled([readAccount(client, tables.accounts, GLOBAL_ID), readKeys()]);

interface Stepping {
  readonly cookies: Cookies;
  readonly idempotencyKey: string | undefined;
  readonly now: number;
}

/** What every step of a confirmation comes with. */
const step = ({ cookies, idempotencyKey, now }: Stepping) => ({
  session: sessionCookie(cookies),
  cookie: cookies.flow,
  ...(idempotencyKey !== undefined && { idempotencyKey }),
  now,
});

/** This browser goes on under a new token; the flow is used up. */
const changed = ({ account: id, sessionToken: secret }: Changed) => ({
  body: { step: 'done' as const },
  cookies: [setCookie.session({ id, secret }), setCookie.noFlow],
});

export const handler = endpoint<'security'>(
  {
    'POST /api/account/confirmation': async ({ body, cookies, visit, now }) => {
      const knownToken = (name: string) => cookies.known(name);
      const ask = { ...body, session: sessionCookie(cookies), visit, knownToken, now };
      const begun = await startConfirmation(await needs(), ask);
      return { body: codeStep(begun, now), cookies: [setCookie.flow(begun.cookie, FLOW_LIFETIME_SECONDS)] };
    },

    'POST /api/account/confirmation/code': async (call) => ({
      body: confirmedStep(await confirm(await needs(), { ...call.body, ...step(call) }), call.now),
    }),

    'POST /api/account/confirmation/send': async (call) => ({
      body: codeStep(await resendConfirmation(await needs(), { ...call.body, ...step(call) }), call.now),
    }),

    'PUT /api/account/password': async (call) =>
      changed(await changePassword(await needs(), { ...call.body, ...rules, ...step(call) })),

    'POST /api/account/email': async (call) => {
      const { flow, email } = call.body;
      const naming = { flow, address: emailTyped(email), ...step(call) };
      return { body: codeStep(await nameAddress(await needs(), naming), call.now) };
    },

    'POST /api/account/email/code': async (call) =>
      changed(await proveAddress(await needs(), { ...call.body, action: 'change-email', ...step(call) })),

    'POST /api/account/phone': async (call) => {
      const { flow, phone } = call.body;
      const naming = { flow, address: phoneTyped(phone, smsCountries), ...step(call) };
      return { body: codeStep(await nameAddress(await needs(), naming), call.now) };
    },

    'POST /api/account/phone/code': async (call) =>
      changed(await proveAddress(await needs(), { ...call.body, action: 'change-phone', ...step(call) })),

    'POST /api/account/phone/removal': async (call) =>
      changed(await removePhone(await needs(), { ...call.body, ...step(call) })),

    'PATCH /api/account': async ({ body, cookies, visit, now }) => {
      if (body.locale && !settings.locales.includes(body.locale)) {
        throw new HttpProblem('invalid-request', [{ field: 'locale', message: 'not offered' }]);
      }
      const { locale, channel } = body;
      const preferences = { ...(locale && { locale }), ...(channel && { channel }) };
      const session = sessionCookie(cookies);
      return { body: ownAccount(await prefer({ store, sessions }, { session, preferences, visit, now })) };
    },

    'POST /api/not-me': async ({ body, visit, idempotencyKey, now }) => {
      const link = { store: links, keys: await readKeys(), random: randomBytes };
      const key = idempotencyKey !== undefined && { idempotencyKey };
      const account = await secureAccount(link, { ...body, ...key, visit, now });
      if (account !== undefined) {
        countMetric('NotMe');
        log.warn('An owner said "it was not me"; the account is locked.', { account });
      }
      return { body: { step: 'done' } };
    },
  },
  { bodies, clock, origin: env.origin, originSecrets: env.originSecrets, ready },
);
