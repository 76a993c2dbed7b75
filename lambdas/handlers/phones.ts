import { randomBytes } from 'node:crypto';
import { askToConfirm, confirmByPhone, waitingConfirmation } from '../auth/approval-confirmation.ts';
import { ownPhones, removeOwnPhone, renameOwnPhone, reviewPhones } from '../auth/devices-list.ts';
import { currentEnrolment, enrolmentToken, startEnrolment } from '../auth/enrolment.ts';
import { typeNumber } from '../auth/enrolment-number.ts';
import { type EnrolmentFlow, FLOW_LIFETIME_SECONDS } from '../auth/flow.ts';
import { lifetimesOf } from '../auth/session.ts';
import { socketsOfPhone } from '../auth/socket.ts';
import { newId, parseKeyRing } from '../auth/tokens.ts';
import { documentClient } from '../aws/dynamodb.ts';
import { secretReader } from '../aws/secrets.ts';
import { sockets } from '../aws/sockets.ts';
import { env } from '../env.ts';
import type { TablesOf } from '../flows.ts';
import type { EnrolmentStep } from '../http/answers/phones.ts';
import { askedStep } from '../http/approval-steps.ts';
import { bodies } from '../http/bodies/phones.ts';
import { type Cookies, sessionCookie, setCookie } from '../http/cookies.ts';
import { endpoint } from '../http/endpoint.ts';
import { enrolmentStep, phones } from '../http/phone-steps.ts';
import { confirmedStep } from '../http/steps.ts';
import { hint } from '../notify/hint.ts';
import { GLOBAL_ID, readAccount } from '../store/accounts.ts';
import { phoneConfirmationStore } from '../store/approval-decision.ts';
import { connections } from '../store/connections.ts';
import { deviceStore } from '../store/device-store.ts';
import { enrolmentStore } from '../store/enrolment.ts';
import { sessionStore } from '../store/sessions.ts';

const clock = Date.now;
const { settings, origin } = env;
const client = documentClient();
const readKeys = secretReader(env.secretId('keys'), parseKeyRing, clock);
const tables: TablesOf<'phones'> = env.tables;
const lifetimes = lifetimesOf(settings);
const options = { client, tables, newId: () => newId(randomBytes), lifetimes, auditSeconds: settings.auditSeconds };
const sessions = { store: sessionStore(client, tables, settings.auditSeconds), lifetimes };
const hints = { connections: connections(client, tables.connections), sockets: sockets(env.socketsEndpoint) };

const owning = { store: deviceStore(options), sessions, random: randomBytes };
const enrolments = enrolmentStore(options);
const enrolling = async () => ({
  store: enrolments,
  sessions,
  keys: await readKeys(),
  random: randomBytes,
  hintPhone: (device: string) => hint(hints, socketsOfPhone(device), 'phone'),
});

const confirmations = phoneConfirmationStore(options);
const confirming = async () => ({
  store: confirmations,
  sessions,
  keys: await readKeys(),
  random: randomBytes,
  match: settings.approvalMatch,
});

/** What every step comes with. */
const step = ({ cookies, now }: { readonly cookies: Cookies; readonly now: number }) => ({
  session: sessionCookie(cookies),
  cookie: cookies.flow,
  now,
});

/** The link leads to the phone's app; the secret is in the fragment: no server, log or referrer ever sees it. */
async function stepOf(flow: EnrolmentFlow, now: number): Promise<EnrolmentStep> {
  return enrolmentStep(flow, `${origin}/mobile/#${enrolmentToken(await readKeys(), flow)}`, now);
}

const ready = Promise.allSettled([readAccount(client, tables.accounts, GLOBAL_ID), readKeys()]);

export const handler = endpoint<'phones'>(
  {
    'GET /api/phones': async (call) => ({ body: phones(await ownPhones(owning, step(call)), call.now) }),

    'PATCH /api/phones': async (call) => {
      const { body, visit, now } = call;
      return { body: phones(await renameOwnPhone(owning, { ...body, ...step(call), visit }), now) };
    },

    'POST /api/phones/removal': async (call) => {
      const { body, visit, now } = call;
      return { body: phones(await removeOwnPhone(owning, { ...body, ...step(call), visit }), now) };
    },

    'POST /api/phones/review': async (call) => {
      const { body, visit, now } = call;
      return { body: phones(await reviewPhones(owning, { ...body, ...step(call), visit }), now) };
    },

    'POST /api/phones/enrolment': async (call) => {
      const { body, visit, idempotencyKey, now } = call;
      const key = idempotencyKey !== undefined && { idempotencyKey };
      const { flow, cookie } = await startEnrolment(await enrolling(), { ...body, ...step(call), ...key, visit });
      return { body: await stepOf(flow, now), cookies: [setCookie.flow(cookie, FLOW_LIFETIME_SECONDS)] };
    },

    'GET /api/phones/enrolment': async (call) => {
      const flow = await currentEnrolment(await enrolling(), step(call));
      return { body: flow ? await stepOf(flow, call.now) : { step: 'start' } };
    },

    'POST /api/phones/enrolment/number': async (call) => {
      const { body, visit, idempotencyKey, now } = call;
      const key = idempotencyKey !== undefined && { idempotencyKey };
      const flow = await typeNumber(await enrolling(), { ...body, ...step(call), ...key, visit });
      return { body: await stepOf(flow, now) };
    },

    'POST /api/account/confirmation/phone': async (call) => {
      const { body, visit, cookies, now } = call;
      const knownToken = (name: string) => cookies.known(name);
      const asked = { ...body, session: sessionCookie(cookies), visit, knownToken, now };
      const { flow, cookie } = await askToConfirm(await confirming(), asked);
      return { body: askedStep(flow, now), cookies: [setCookie.flow(cookie, FLOW_LIFETIME_SECONDS)] };
    },

    'GET /api/account/confirmation/phone': async (call) => {
      const flow = await waitingConfirmation(await confirming(), step(call));
      return { body: flow ? askedStep(flow, call.now) : { step: 'start' } };
    },

    'POST /api/account/confirmation/phone/result': async (call) => {
      const { body, idempotencyKey, now } = call;
      const key = idempotencyKey !== undefined && { idempotencyKey };
      return { body: confirmedStep(await confirmByPhone(await confirming(), { ...body, ...step(call), ...key }), now) };
    },
  },
  { bodies, clock, origin, originSecrets: env.originSecrets, ready },
);
