import { randomBytes } from 'node:crypto';
import { FLOW_LIFETIME_SECONDS } from '../auth/flow.ts';
import { knownName } from '../auth/known-browser.ts';
import { lifetimesOf } from '../auth/session.ts';
import { startSignIn } from '../auth/sign-in.ts';
import { answerCode, resendCode, waitingSignIn } from '../auth/sign-in-code.ts';
import { newId, parseKeyRing } from '../auth/tokens.ts';
import { documentClient } from '../aws/dynamodb.ts';
import { secretReader } from '../aws/secrets.ts';
import { env } from '../env.ts';
import type { TablesOf } from '../flows.ts';
import { bodies } from '../http/bodies/sign-in.ts';
import { setCookie } from '../http/cookies.ts';
import { endpoint } from '../http/endpoint.ts';
import { codeStep, signInStep } from '../http/steps.ts';
import { countMetric } from '../log.ts';
import { GLOBAL_ID, readAccount } from '../store/accounts.ts';
import { signInStore } from '../store/sign-in.ts';

const clock = Date.now;
const { settings } = env;
const client = documentClient();
const keys = secretReader(env.secretId('keys'), parseKeyRing, clock);
const tables: TablesOf<'sign-in'> = env.tables;
const store = signInStore({
  client,
  tables,
  newId: () => newId(randomBytes),
  lifetimes: lifetimesOf(settings),
  auditSeconds: settings.auditSeconds,
});
const separateChannel = settings.recoverySeparateChannel;
const needs = async () => ({ store, keys: await keys(), random: randomBytes, separateChannel });

// The first call to DynamoDB and the keys belong in the start, where a function has a whole processor.
const ready = Promise.allSettled([readAccount(client, tables.accounts, GLOBAL_ID), keys()]);

export const handler = endpoint<'sign-in'>(
  {
    'POST /api/sign-in': async ({ body, address, visit, cookies, now }) => {
      const knownToken = (name: string) => cookies.known(name);
      const opened = await startSignIn(await needs(), { ...body, address, visit, knownToken, now });
      return { body: signInStep(opened, now), cookies: [setCookie.flow(opened.cookie, FLOW_LIFETIME_SECONDS)] };
    },

    'GET /api/sign-in': async ({ cookies, now }) => {
      const waiting = await waitingSignIn(await needs(), cookies.flow, now);
      return { body: waiting ? signInStep(waiting, now) : { step: 'start' } };
    },

    'POST /api/sign-in/code': async ({ body, cookies, idempotencyKey, now }) => {
      const { knownBrowserSeconds } = settings;
      const ask = { ...body, cookie: cookies.flow, knownBrowserSeconds, now };
      const ring = await needs();
      const { account, sessionToken, knownToken } = await answerCode(ring, {
        ...ask,
        ...(idempotencyKey && { idempotencyKey }),
      });
      const name = knownName(ring.keys, account);
      const known = knownToken ?? cookies.known(name);
      countMetric('SignIns');
      return {
        body: { step: 'done' },
        cookies: [
          setCookie.session({ id: account, secret: sessionToken }),
          setCookie.noFlow,
          ...(known === undefined ? [] : [setCookie.known(name, known, knownBrowserSeconds)]),
        ],
      };
    },

    'POST /api/sign-in/send': async ({ body, cookies, now }) => {
      const waiting = await resendCode(await needs(), { ...body, cookie: cookies.flow, now });
      return { body: codeStep(waiting, now) };
    },
  },
  { bodies, clock, origin: env.origin, originSecrets: env.originSecrets, ready },
);
