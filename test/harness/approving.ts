import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { Account } from '../../lambdas/auth/account.ts';
import type { Match } from '../../lambdas/auth/approval.ts';
import type { ShownCard } from '../../lambdas/auth/approval-card.ts';
import { cardsFor } from '../../lambdas/auth/approval-card.ts';
import { type Answered, decide } from '../../lambdas/auth/approval-decision.ts';
import type { Device } from '../../lambdas/auth/device.ts';
import type { FlowCookie, PhoneSignInFlow } from '../../lambdas/auth/flow.ts';
import { knownName } from '../../lambdas/auth/known-browser.ts';
import type { ProvedRequest } from '../../lambdas/auth/phone-proof.ts';
import { startPhoneSignIn } from '../../lambdas/auth/phone-sign-in.ts';
import { askByName } from '../../lambdas/auth/phone-sign-in-name.ts';
import { redeemApproval } from '../../lambdas/auth/phone-sign-in-result.ts';
import { scan, signInHere } from '../../lambdas/auth/phone-sign-in-scan.ts';
import { frameText, seriesKey } from '../../lambdas/auth/qr-series.ts';
import type { CompletedSignIn } from '../../lambdas/auth/sign-in-code.ts';
import type { KeyRing } from '../../lambdas/auth/tokens.ts';
import { pinHash } from '../../lambdas/auth/unlock.ts';
import { memoryStore, type Store } from '../fakes/memory-store.ts';
import { idOf, START } from './people.ts';
import { KNOWN_SECONDS } from './rules.ts';
import { VISIT } from './sign-ins.ts';

export const KEYS: KeyRing = { current: 'k1', keys: { k1: 'k'.repeat(64) } };
export const PORTAL = { origin: 'https://id.example.org', portalName: 'Example Org' };

const pin = generateKeyPairSync('ed25519');
const wrongPin = generateKeyPairSync('ed25519');

/** A phone that works, whose PIN is that of all phones of tests. */
export function phoneOf(account: Pick<Account, 'id'>, label: string, given: Partial<Device> = {}): Device {
  const id = idOf(label);
  return {
    account: account.id,
    id,
    state: 'active',
    name: 'Phone',
    flow: idOf('enrolment'),
    endsAt: START,
    possession: { x: 'x'.repeat(43), y: 'y'.repeat(43) },
    pin: { hash: pinHash(KEYS, 'k1', id, keyOf(pin)), keyId: 'k1' },
    pinTries: 0,
    pinAt: 0,
    pinNonceAt: 0,
    visit: VISIT,
    ...given,
  };
}

const keyOf = ({ publicKey }: typeof pin) => publicKey.export({ format: 'jwk' }).x ?? '';

/** Repeatable bytes that are like random ones: SHA-256 over a counter. */
export function seeded(seed: string): (bytes: number) => Buffer {
  let next = 0;
  return (bytes) => {
    next += 1;
    const block = (i: number) => createHash('sha256').update(`${seed} ${next} ${i}`).digest();
    return Buffer.concat(Array.from({ length: Math.ceil(bytes / 32) }, (_, i) => block(i))).subarray(0, bytes);
  };
}

/** One browser that waits for a phone. */
export interface Waiting {
  readonly flow: PhoneSignInFlow;
  readonly cookie: FlowCookie;
}

export interface Named {
  readonly identifier?: string;
  readonly address?: string;
  readonly now?: number;
  /** The token by which the account knows the browser. */
  readonly known?: { readonly account: string; readonly token: string };
}

export interface Deciding {
  readonly decision?: 'accept' | 'deny' | 'report';
  readonly choice?: number;
  readonly pin?: 'right' | 'wrong';
  /** Fields of what is signed that are to be others. */
  readonly signed?: Readonly<Record<string, unknown>>;
  readonly request?: string;
  readonly now?: number;
}

export interface Given {
  readonly store?: Store;
  readonly match?: Exclude<Match, 'none'>;
  readonly usernameFirst?: 'anywhere' | 'known-browser' | 'off';
  readonly seed?: string;
}

/** The rules of a sign-in with the phone, over the store in memory unless told otherwise. */
export function approving({
  store = memoryStore(),
  match = 'pick',
  usernameFirst = 'anywhere',
  seed = '',
}: Given = {}) {
  const random = seeded(seed);
  const needs = { store: store.phoneSignIn, keys: KEYS, random, match, usernameFirst };
  const knows = (known: Named['known']) => (name: string) =>
    known && name === knownName(KEYS, known.account) ? known.token : undefined;
  let requests = 0;

  /** A request of that phone, as it is by now; a name makes two requests one. */
  async function proved(device: Device, request?: string): Promise<ProvedRequest> {
    requests += 1;
    const { account, device: current } = await store.devices.look(device.account, device.id);
    if (!account || !current) throw new Error('There is no such phone.');
    return {
      device: current,
      account,
      nonce: 'nonce',
      nonceAt: START + requests,
      request: request ?? `request-${requests}`,
    };
  }

  const portal = {
    store,
    needs,
    proved,

    start: (now = START, known?: Named['known']): Promise<Waiting> => {
      const tokens = new Map(known ? [[knownName(KEYS, known.account), known.token]] : []);
      return startPhoneSignIn(needs, { visit: { ...VISIT, at: now }, tokens, now });
    },

    async named({ flow, cookie }: Waiting, named: Named = {}): Promise<Waiting> {
      const { identifier = 'anna@example.org', address = '192.0.2.7', now = START, known } = named;
      const visit = { ...VISIT, at: now };
      const ask = { identifier, address, visit, cookie, flow: flow.id, knownToken: knows(known), now };
      return { flow: await askByName(needs, ask), cookie };
    },

    /** A new browser asks by name. */
    ask: async (named: Named = {}): Promise<Waiting> => portal.named(await portal.start(named.now), named),

    frame: ({ flow }: Waiting, second = 0) =>
      frameText(seriesKey(KEYS, flow, flow.series.number) ?? '', flow.id, flow.series.number, second),

    async scan(device: Device, frame: string, now = START) {
      const phone = await proved(device);
      return scan({ ...PORTAL, store: store.scans, keys: KEYS, random }, phone, { frame, now });
    },

    async here(device: Device, cookie: FlowCookie | undefined, now = START, known?: Named['known']) {
      const phone = await proved(device);
      const request = { cookie, knownToken: knows(known), now };
      return signInHere({ ...PORTAL, store: store.scans, keys: KEYS, random }, phone, request);
    },

    async cards(device: Device, now = START): Promise<readonly ShownCard[]> {
      // Side by side, as the function does it.
      const [{ account }, approvals] = await Promise.all([proved(device), store.decisions.all(device.account)]);
      return cardsFor(device, account, approvals, PORTAL, now);
    },

    async decide(
      device: Device,
      card: Pick<ShownCard, 'approval' | 'text'>,
      deciding: Deciding = {},
    ): Promise<Answered> {
      const { decision = 'accept', choice, now = START + 1000 } = deciding;
      const text = JSON.stringify({
        v: 1,
        purpose: JSON.parse(card.text).purpose,
        approval: card.approval,
        account: device.account,
        device: device.id,
        origin: PORTAL.origin,
        card: createHash('sha256').update(card.text).digest('base64url'),
        ...(choice !== undefined && { choice }),
        decision,
        ...deciding.signed,
      });
      const key = deciding.pin === 'wrong' ? wrongPin : pin;
      const signature = sign(null, Buffer.from(text), key.privateKey).toString('base64url');
      const unlocked = decision === 'accept' && { pin: { key: keyOf(key), signature } };
      const unlocking = { store: store.devices, keys: KEYS, origin: PORTAL.origin, revoke: async () => undefined };
      const rules = { ...PORTAL, store: store.decisions, devices: store.devices, unlocking, random };
      return decide(rules, await proved(device, deciding.request), { text, ...unlocked, visit: VISIT, now });
    },

    redeem: (
      { flow, cookie }: Waiting,
      given: { now?: number; idempotencyKey?: string; cookie?: FlowCookie | undefined } = {},
    ): Promise<CompletedSignIn> =>
      redeemApproval(needs, {
        cookie,
        flow: flow.id,
        knownBrowserSeconds: KNOWN_SECONDS,
        now: START + 2000,
        ...given,
      }),
  };
  return portal;
}

export type Approving = ReturnType<typeof approving>;

/** The one card that a phone is shown. */
export async function onlyCard(portal: Approving, device: Device, now = START): Promise<ShownCard> {
  const [card, ...others] = await portal.cards(device, now);
  if (!card || others.length > 0) throw new Error(`There are ${others.length + (card ? 1 : 0)} cards.`);
  return card;
}
