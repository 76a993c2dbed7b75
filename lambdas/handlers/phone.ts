import { randomBytes } from 'node:crypto';
import type { Approval } from '../auth/approval.ts';
import { cardsFor } from '../auth/approval-card.ts';
import { decide } from '../auth/approval-decision.ts';
import type { Device } from '../auth/device.ts';
import { removeDevice } from '../auth/device-removal.ts';
import { enrolmentNumber } from '../auth/enrolment-number.ts';
import { registerPhone, showEnrolment } from '../auth/enrolment-phone.ts';
import { makeNonce } from '../auth/phone-nonce.ts';
import { type ProofOfPhone, type ProvedRequest, provePhone, requireActive } from '../auth/phone-proof.ts';
import { type Bound, scan, signInHere } from '../auth/phone-sign-in-scan.ts';
import { subscribe } from '../auth/push-subscription.ts';
import { Refusal } from '../auth/refusal.ts';
import { lifetimesOf } from '../auth/session.ts';
import { socketsOfFlow } from '../auth/socket.ts';
import { newId, parseKeyRing } from '../auth/tokens.ts';
import { changeFingerprint, changePin } from '../auth/unlock-change.ts';
import { vapidKeys } from '../auth/vapid.ts';
import { documentClient } from '../aws/dynamodb.ts';
import { secretReader } from '../aws/secrets.ts';
import { sockets } from '../aws/sockets.ts';
import { env } from '../env.ts';
import type { TablesOf } from '../flows.ts';
import type { Card, PhoneView } from '../http/answers/phones.ts';
import { card } from '../http/approval-steps.ts';
import { bodies } from '../http/bodies/phone.ts';
import { endpoint } from '../http/endpoint.ts';
import { enrolled, enrolmentCard, phoneView } from '../http/phone-steps.ts';
import { countMetric, log } from '../log.ts';
import { hint } from '../notify/hint.ts';
import { GLOBAL_ID, readAccount } from '../store/accounts.ts';
import { decisionStore } from '../store/approval-decision.ts';
import { connections } from '../store/connections.ts';
import { deviceStore } from '../store/device-store.ts';
import { enrolmentStore } from '../store/enrolment.ts';
import { scanStore } from '../store/phone-sign-in.ts';

const clock = Date.now;
const { settings, origin } = env;
const client = documentClient();
const readKeys = secretReader(env.secretId('keys'), parseKeyRing, clock);
const tables: TablesOf<'phone'> = env.tables;
const lifetimes = lifetimesOf(settings);
const options = { client, tables, newId: () => newId(randomBytes), lifetimes, auditSeconds: settings.auditSeconds };
const enrolments = enrolmentStore(options);
const devices = deviceStore(options);
const decisions = decisionStore(options);
const scans = scanStore(options);
const portal = { origin, portalName: settings.name };
const hints = { connections: connections(client, tables.connections), sockets: sockets(env.socketsEndpoint) };

const removal = { store: devices, random: randomBytes };
const needs = async () => ({
  keys: await readKeys(),
  random: randomBytes,
  origin,
  hintBrowser: (flow: string) => hint(hints, socketsOfFlow(flow), 'flow'),
});
const unlocking = async () => ({
  ...(await needs()),
  store: devices,
  async revoke(device: Device, visit: Device['visit']) {
    const account = await removeDevice(removal, device, { by: 'wrong-pins' }, visit);
    if (account) log.warn('A phone was revoked after nine wrong PINs.', { account: account.id, device: device.id });
  },
});

/** Proves a request of any phone, of one that is yet to be confirmed too. */
const proved = async (proof: ProofOfPhone, now: number): Promise<ProvedRequest> =>
  provePhone({ ...(await needs()), look: devices.look }, proof, now);

/** Proves a request of a phone that works. */
async function provedActive(proof: ProofOfPhone, now: number): Promise<ProvedRequest> {
  const request = await proved(proof, now);
  requireActive(request);
  return request;
}

/** Reads what waits beside the phone, of whose account both are. */
async function lookForQuestions(account: string, device: string) {
  const [phone, approvals] = await Promise.all([devices.look(account, device), decisions.all(account)]);
  return { ...phone, approvals };
}

interface Seen extends Pick<ProvedRequest, 'device' | 'account'> {
  /** Read, if they have not been yet. */
  readonly approvals?: readonly Approval[];
}

async function view({ device, account, approvals }: Seen, now: number): Promise<PhoneView> {
  const keys = await readKeys();
  const number = device.state === 'pending' ? enrolmentNumber(keys, device) : undefined;
  const asked = device.state === 'active' ? (approvals ?? (await decisions.all(account.id))) : [];
  const cards = cardsFor(device, account, asked, portal, now).map((shown) => card(shown, now));
  return phoneView({ device, account, cards, number, pushKey: vapidKeys(keys).publicKey }, now);
}

const scanning = async () => ({ ...(await needs()), ...portal });

/** The card, when its browser has been told whose phone it was. */
async function bound({ card: shown, flow }: Bound, now: number): Promise<{ readonly body: Card }> {
  await hint(hints, socketsOfFlow(flow), 'flow');
  return { body: card(shown, now) };
}

/** A wrong pick says no, as a denial does. */
const COUNTED = {
  accepted: 'ApprovalsAccepted',
  denied: 'ApprovalsDenied',
  mismatched: 'ApprovalsDenied',
  reported: 'ApprovalsReported',
} as const;

const ready = Promise.allSettled([readAccount(client, tables.accounts, GLOBAL_ID), readKeys()]);

export const handler = endpoint<'phone'>(
  {
    'POST /api/phone/nonce': async ({ now }) => ({
      body: { nonce: makeNonce(await readKeys(), randomBytes, now) },
    }),

    'POST /api/phone/enrolment': async ({ body, now }) => {
      const enrolling = { ...(await needs()), store: enrolments };
      return { body: enrolmentCard(await showEnrolment(enrolling, body.enrolment, now), now) };
    },

    'POST /api/phone/keys': async ({ body, visit, now }) => {
      const enrolling = { ...(await needs()), store: enrolments };
      const device = await registerPhone(enrolling, body, { visit, now });
      return { body: enrolled(device, enrolmentNumber(enrolling.keys, device), now) };
    },

    'GET /api/phone': async ({ proof, now }) => {
      const looking = { ...(await needs()), look: lookForQuestions };
      return { body: await view(await provePhone(looking, proof, now), now) };
    },

    'PATCH /api/phone': async ({ body, proof, visit, now }) => {
      const { device, account } = await provedActive(proof, now);
      if ((await devices.rename(device, body.name, visit)) === 'gone') throw new Refusal('phone-unknown');
      return { body: await view({ device: { ...device, name: body.name }, account }, now) };
    },

    'DELETE /api/phone': async ({ proof, visit, now }) => {
      const { device } = await proved(proof, now);
      await removeDevice(removal, device, { by: 'phone' }, visit);
      return { body: undefined };
    },

    'PUT /api/phone/pin': async ({ body, proof, visit, now }) => {
      const request = await provedActive(proof, now);
      const { change: text, ...rest } = body;
      const device = await changePin(await unlocking(), request, { text, ...rest, visit, now });
      return { body: await view({ device, account: request.account }, now) };
    },

    'PUT /api/phone/fingerprint': async ({ body, proof, visit, now }) => {
      const request = await provedActive(proof, now);
      const { change: text, ...rest } = body;
      const device = await changeFingerprint(await unlocking(), request, { text, ...rest, visit, now });
      return { body: await view({ device, account: request.account }, now) };
    },

    'PUT /api/phone/push': async ({ body, proof, now }) => {
      const { device, account } = await provedActive(proof, now);
      const subscribed = await subscribe(devices, device, body.subscription ?? undefined);
      return { body: await view({ device: subscribed, account }, now) };
    },

    'POST /api/phone/scan': async ({ body, proof, now }) => {
      const phone = await provedActive(proof, now);
      return bound(await scan({ ...(await scanning()), store: scans }, phone, { ...body, now }), now);
    },

    'POST /api/phone/here': async ({ proof, cookies, now }) => {
      const phone = await provedActive(proof, now);
      const here = { cookie: cookies.flow, knownToken: (name: string) => cookies.known(name), now };
      return bound(await signInHere({ ...(await scanning()), store: scans }, phone, here), now);
    },

    'POST /api/phone/decision': async ({ body, proof, visit, now }) => {
      const phone = await provedActive(proof, now);
      const { decision: text, ...unlockedBy } = body;
      const deciding = { ...(await scanning()), store: decisions, devices, unlocking: await unlocking() };
      const { decision, made } = await decide(deciding, phone, { text, ...unlockedBy, visit, now });
      if (made) {
        countMetric(COUNTED[made.did]);
        await hint(hints, socketsOfFlow(made.flow), 'flow');
      }
      return { body: { decision } };
    },
  },
  {
    bodies,
    clock,
    origin,
    originSecrets: env.originSecrets,
    ready,
    // Every answer brings the next nonce (RFC 9449, 8.2).
    headers: async (now) => ({ 'dpop-nonce': makeNonce(await readKeys(), randomBytes, now) }),
  },
);
