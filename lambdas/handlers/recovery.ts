import { randomBytes } from 'node:crypto';
import { FLOW_LIFETIME_SECONDS } from '../auth/flow.ts';
import { knownName } from '../auth/known-browser.ts';
import {
  remindUsername,
  renewInvitation,
  requestTemporaryPassword,
  startActivation,
  startRecovery,
} from '../auth/recovery.ts';
import { resendResetCode, setNewPassword, waitingRecovery } from '../auth/recovery-code.ts';
import { replacePassword } from '../auth/sign-in-password.ts';
import { newId, parseKeyRing } from '../auth/tokens.ts';
import { documentClient } from '../aws/dynamodb.ts';
import { secretReader } from '../aws/secrets.ts';
import { env } from '../env.ts';
import type { TablesOf } from '../flows.ts';
import { bodies } from '../http/bodies/recovery.ts';
import { type Cookies, setCookie } from '../http/cookies.ts';
import { type Call, endpoint } from '../http/endpoint.ts';
import { codeStep, resetStep } from '../http/steps.ts';
import { GLOBAL_ID, readAccount } from '../store/accounts.ts';
import { recoveryStore } from '../store/recovery.ts';
import { replacementStore } from '../store/sign-in-replacement.ts';

const clock = Date.now;
const { settings } = env;
const client = documentClient();
const readKeys = secretReader(env.secretId('keys'), parseKeyRing, clock);
const tables: TablesOf<'recovery'> = env.tables;
const options = { client, tables, newId: () => newId(randomBytes), auditSeconds: settings.auditSeconds };
const store = recoveryStore(options);
const replacements = replacementStore(options);
const rules = { policy: settings.passwordPolicy, portalName: settings.name };
const needs = async () => ({ store, keys: await readKeys(), random: randomBytes });

const ready = Promise.allSettled([readAccount(client, tables.accounts, GLOBAL_ID), readKeys()]);

const knownToken = (cookies: Cookies) => (name: string) => cookies.known(name);

interface Asking extends Omit<Call<'POST /api/recovery'>, 'body'> {
  readonly body: { readonly identifier: string };
}

/** Somebody who says who he is. */
const stranger = ({ body, address, visit, cookies, now }: Asking) => ({
  identifier: body.identifier,
  address,
  visit,
  knownToken: knownToken(cookies),
  now,
});

export const handler = endpoint<'recovery'>(
  {
    'POST /api/sign-in/password': async ({ body, cookies, now }) => {
      const separateChannel = settings.recoverySeparateChannel;
      const replacing = { ...(await needs()), store: replacements, separateChannel };
      return {
        body: codeStep(await replacePassword(replacing, { ...body, ...rules, cookie: cookies.flow, now }), now),
      };
    },

    'POST /api/recovery': async (call) => {
      if (settings.recovery === 'temporary-password') {
        await requestTemporaryPassword(await needs(), stranger(call));
        return { body: { step: 'sent' } };
      }
      const { flow, cookie } = await startRecovery(await needs(), stranger(call));
      return { body: resetStep(flow, call.now), cookies: [setCookie.flow(cookie, FLOW_LIFETIME_SECONDS)] };
    },

    'GET /api/recovery': async ({ cookies, now }) => {
      const flow = await waitingRecovery(await needs(), cookies.flow, now);
      return { body: flow ? resetStep(flow, now) : { step: 'start' } };
    },

    'POST /api/recovery/send': async ({ body, cookies, now }) => {
      const ring = await needs();
      const known = (account: string) => cookies.known(knownName(ring.keys, account));
      const flow = await resendResetCode(ring, { ...body, cookie: cookies.flow, knownToken: known, now });
      return { body: resetStep(flow, now) };
    },

    'POST /api/recovery/password': async ({ body, cookies, idempotencyKey, now }) => {
      const ring = await needs();
      const { knownBrowserSeconds } = settings;
      const ask = { ...body, ...rules, cookie: cookies.flow, knownBrowserSeconds, now };
      const done = await setNewPassword(ring, { ...ask, ...(idempotencyKey !== undefined && { idempotencyKey }) });
      const known = setCookie.known(knownName(ring.keys, done.account), done.knownToken, knownBrowserSeconds);
      return { body: { step: 'done' }, cookies: [setCookie.noFlow, known] };
    },

    'POST /api/recovery/username': async (call) => {
      await remindUsername(await needs(), stranger(call));
      return { body: { step: 'sent' } };
    },

    'POST /api/invitation': async (call) => {
      const { invitation } = call.body;
      const { flow, cookie } = await startActivation(await needs(), { ...stranger(call), invitation });
      return { body: resetStep(flow, call.now), cookies: [setCookie.flow(cookie, FLOW_LIFETIME_SECONDS)] };
    },

    'POST /api/invitation/renew': async (call) => {
      await renewInvitation(await needs(), stranger(call));
      return { body: { step: 'sent' } };
    },
  },
  { bodies, clock, origin: env.origin, originSecrets: env.originSecrets, ready },
);
