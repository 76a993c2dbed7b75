import { randomBytes } from 'node:crypto';
import { FLOW_LIFETIME_SECONDS } from '../auth/flow.ts';
import { knownName } from '../auth/known-browser.ts';
import { nextSeries, startPhoneSignIn, waitingPhoneSignIn } from '../auth/phone-sign-in.ts';
import { askByName } from '../auth/phone-sign-in-name.ts';
import { redeemApproval } from '../auth/phone-sign-in-result.ts';
import { lifetimesOf } from '../auth/session.ts';
import { newId, parseKeyRing } from '../auth/tokens.ts';
import { documentClient } from '../aws/dynamodb.ts';
import { secretReader } from '../aws/secrets.ts';
import { env } from '../env.ts';
import type { TablesOf } from '../flows.ts';
import { phoneStep } from '../http/approval-steps.ts';
import { bodies } from '../http/bodies/approval.ts';
import { setCookie } from '../http/cookies.ts';
import { endpoint } from '../http/endpoint.ts';
import { countMetric } from '../log.ts';
import { GLOBAL_ID, readAccount } from '../store/accounts.ts';
import { phoneSignInStore } from '../store/phone-sign-in.ts';

const clock = Date.now;
const { settings } = env;
const client = documentClient();
const keys = secretReader(env.secretId('keys'), parseKeyRing, clock);
const tables: TablesOf<'approval'> = env.tables;
const store = phoneSignInStore({
  client,
  tables,
  newId: () => newId(randomBytes),
  lifetimes: lifetimesOf(settings),
  auditSeconds: settings.auditSeconds,
});
const { approvalMatch: match, approvalUsernameFirst: usernameFirst } = settings;
const needs = async () => ({ store, keys: await keys(), random: randomBytes, match, usernameFirst });

const ready = Promise.allSettled([readAccount(client, tables.accounts, GLOBAL_ID), keys()]);

export const handler = endpoint<'approval'>(
  {
    'POST /api/sign-in/phone': async ({ cookies, visit, now }) => {
      const ring = await needs();
      const { flow, cookie } = await startPhoneSignIn(ring, { visit, tokens: cookies.tokens, now });
      return { body: phoneStep(flow, ring.keys, now), cookies: [setCookie.flow(cookie, FLOW_LIFETIME_SECONDS)] };
    },

    'POST /api/sign-in/phone/name': async ({ body, address, visit, cookies, now }) => {
      const ring = await needs();
      const knownToken = (name: string) => cookies.known(name);
      const ask = { ...body, cookie: cookies.flow, address, visit, knownToken, now };
      return { body: phoneStep(await askByName(ring, ask), ring.keys, now) };
    },

    'POST /api/sign-in/phone/series': async ({ body, cookies, now }) => {
      const ring = await needs();
      return { body: phoneStep(await nextSeries(ring, { ...body, cookie: cookies.flow, now }), ring.keys, now) };
    },

    'GET /api/sign-in/phone': async ({ cookies, now }) => {
      const ring = await needs();
      const flow = await waitingPhoneSignIn(ring, cookies.flow, now);
      return { body: flow ? phoneStep(flow, ring.keys, now) : { step: 'start' } };
    },

    'POST /api/sign-in/phone/result': async ({ body, cookies, idempotencyKey, now }) => {
      const ring = await needs();
      const { knownBrowserSeconds } = settings;
      const ask = { ...body, cookie: cookies.flow, knownBrowserSeconds, now };
      const done = await redeemApproval(ring, { ...ask, ...(idempotencyKey !== undefined && { idempotencyKey }) });
      const { account: id, sessionToken: secret, knownToken } = done;
      const name = knownName(ring.keys, id);
      const known = knownToken ?? cookies.known(name);
      countMetric('SignIns');
      return {
        body: { step: 'done' },
        cookies: [
          setCookie.session({ id, secret }),
          setCookie.noFlow,
          ...(known === undefined ? [] : [setCookie.known(name, known, knownBrowserSeconds)]),
        ],
      };
    },
  },
  { bodies, clock, origin: env.origin, originSecrets: env.originSecrets, ready },
);
