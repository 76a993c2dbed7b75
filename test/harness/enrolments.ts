import type { Account } from '../../lambdas/auth/account.ts';
import type { Device } from '../../lambdas/auth/device.ts';
import { type EnrolmentNeeds, enrolmentToken, startEnrolment } from '../../lambdas/auth/enrolment.ts';
import { enrolmentNumber, typeNumber } from '../../lambdas/auth/enrolment-number.ts';
import { type PhoneEnrolmentNeeds, registerPhone } from '../../lambdas/auth/enrolment-phone.ts';
import type { EnrolmentFlow, FlowCookie } from '../../lambdas/auth/flow.ts';
import type { Session } from '../../lambdas/auth/session.ts';
import { hashToken } from '../../lambdas/auth/tokens.ts';
import { LIFETIMES, memoryStore, type Store } from '../fakes/memory-store.ts';
import { repeatable, START } from './people.ts';
import { type PlayedPhone, playPhone } from './phone.ts';
import { flowOf, openingOf, redemptionOf, sessionOf, VISIT } from './sign-ins.ts';

export const ORIGIN = 'https://id.example.org';
export const KEYS = { current: 'k1', keys: { k1: 'a'.repeat(64) } };
export const SESSION_TOKEN = 's'.repeat(43);

/** The rules of activation over the store in memory, for one person who is signed in. */
export interface Enrolments {
  readonly store: Store;
  readonly account: Account;
  readonly browser: EnrolmentNeeds;
  readonly app: PhoneEnrolmentNeeds;
  /** Who was hinted, as `flow#…` or `device#…`. */
  readonly hints: string[];
  begin(now?: number): Promise<Begun>;
  register(begun: Begun, phone: PlayedPhone, now?: number): Promise<Device>;
  number(device: Device): number;
  type(begun: Begun, number: number, given?: { readonly now?: number; readonly key?: string }): Promise<EnrolmentFlow>;
  /** A phone that works. */
  activated(now?: number): Promise<{ readonly phone: PlayedPhone; readonly device: Device }>;
}

export interface Begun {
  readonly flow: EnrolmentFlow;
  readonly cookie: FlowCookie;
  readonly token: string;
}

/** Signs the person in, by password and code, at the beginning of time. */
async function signedInAs(store: Store, account: Account, given: Partial<Session> = {}): Promise<Session> {
  const flow = flowOf(account);
  const session = { ...sessionOf(flow, START), token: hashToken(SESSION_TOKEN), ...given };
  await store.signIn.open(openingOf(account, flow));
  await store.signIn.redeem(redemptionOf(flow, { session, now: START }));
  return session;
}

export async function enrolmentsOf(account: Account, given: Partial<Session> = {}): Promise<Enrolments> {
  const store = memoryStore();
  await store.settle(account);
  await signedInAs(store, account, given);
  const hints: string[] = [];
  const hint = (kind: string) => async (id: string) => void hints.push(`${kind}#${id}`);
  const both = { store: store.enrolment, keys: KEYS, random: repeatable() };
  const browser = {
    ...both,
    sessions: { store: store.sessions, lifetimes: LIFETIMES },
    hintPhone: hint('device'),
  };
  const app = { ...both, origin: ORIGIN, hintBrowser: hint('flow') };
  const session = { account: account.id, token: SESSION_TOKEN };
  const rules: Enrolments = {
    ...{ store, account, browser, app, hints },
    async begin(now = START) {
      const ask = { session, cookie: undefined, visit: { ...VISIT, at: now }, now };
      const { flow, cookie } = await startEnrolment(browser, ask);
      return { flow, cookie, token: enrolmentToken(KEYS, flow) };
    },
    register: ({ token }, phone, now = START) => registerPhone(app, phone.keys(token), { visit: VISIT, now }),
    number: (device) => enrolmentNumber(KEYS, device),
    type({ flow, cookie }, number, { now = START, key } = {}) {
      const idempotency = key !== undefined && { idempotencyKey: key };
      return typeNumber(browser, { session, cookie, flow: flow.id, number, visit: VISIT, now, ...idempotency });
    },
    async activated(now = START) {
      const [begun, phone] = [await rules.begin(now), playPhone(ORIGIN)];
      const device = await rules.register(begun, phone, now);
      await rules.type(begun, rules.number(device), { now });
      phone.account = account.id;
      phone.device = device.id;
      return { phone, device: (await store.devices.look(account.id, device.id)).device ?? device };
    },
  };
  return rules;
}
