import type { Account } from '../../lambdas/auth/account.ts';
import type { SignInFlow } from '../../lambdas/auth/flow.ts';
import type { Session } from '../../lambdas/auth/session.ts';
import type { Opening, Redemption, Resending, StrangerKeys } from '../../lambdas/auth/sign-in-store.ts';
import type { Store } from '../fakes/memory-store.ts';
import { idOf, START } from './people.ts';

export const VISIT = { at: START, browser: 'Firefox, Windows', place: 'Utrecht, NL' };

let made = 0;
const next = (kind: string): string => {
  made += 1;
  return idOf(`${kind}-${made}-`);
};

/** An open flow of an unknown browser, with its first code on the way. */
export function flowOf(account: Account, given: Partial<SignInFlow> = {}): SignInFlow {
  return {
    id: next('flow'),
    kind: 'sign-in',
    status: 'open',
    secretHash: 'hash-of-the-cookie',
    account: account.id,
    epoch: account.epoch,
    globalEpoch: '',
    expiresAt: START + 20 * 60_000,
    keyId: 'k1',
    counter: 1,
    channel: 'email',
    codeEndsAt: START + 5 * 60_000,
    triesLeft: 5,
    message: next('message'),
    tally: { subject: account.id },
    familiar: given.tally?.browser !== undefined,
    visit: VISIT,
    ...given,
  };
}

/** The right password, and the first code in a day. */
export function openingOf(account: Account, flow: SignInFlow, sentBefore: readonly number[] = []): Opening {
  const seconds = Math.floor(flow.visit.at / 1000);
  return {
    account,
    flow,
    code: { message: flow.message ?? '', sentBefore, sentAfter: [...sentBefore, seconds] },
  };
}

/** As the opening, where no message may be sent now. */
export const silentOpeningOf = (account: Account, flow: SignInFlow): Opening => ({ account, flow });

/** The right code, from a browser that was not known. */
export function redemptionOf(flow: SignInFlow, given: Partial<Redemption> = {}): Redemption {
  const now = given.now ?? START + 1000;
  const knownUntil = now + 180 * 24 * 3600 * 1000;
  const isNew = flow.tally.browser === undefined;
  return {
    flow,
    session: sessionOf(flow, now),
    knownUntil,
    now,
    ...(isNew && { newBrowser: next('browser'), notice: next('notice') }),
    ...given,
  };
}

export function sessionOf(flow: SignInFlow, now: number): Session {
  const { account, epoch, globalEpoch, id, visit } = flow;
  return { account, token: next('token'), epoch, globalEpoch, flow: id, createdAt: now, usedAt: now, visit };
}

export function strangerKeys(given: Partial<StrangerKeys> = {}): StrangerKeys {
  return { identifier: 'email#anna@example.org', pair: next('pair'), address: next('address'), now: START, ...given };
}

/** A second code for a flow that has sent its first at the beginning of time, over the other channel. */
export function resendingOf(flow: SignInFlow, now = START + 30_000): Resending {
  const message = `${flow.message}2`;
  return {
    before: flow,
    after: { ...flow, counter: 2, channel: 'sms', message, codeEndsAt: now + 300_000 },
    code: { message, sentBefore: [START / 1000], sentAfter: [START / 1000, now / 1000] },
    now,
  };
}

type Ending = (store: Store, account: Account, flow: SignInFlow) => Promise<{ flow: SignInFlow; now: number }>;

/** Ways in which a flow has ended or become another: what makes it so, and then when and with what it is used. */
export const ENDINGS: readonly (readonly [string, Ending])[] = [
  ['at exactly the end of the flow', async (_store, _account, flow) => ({ flow, now: flow.expiresAt })],
  [
    'when a newer code was sent',
    async (store, _account, flow) => {
      await store.signIn.resend(resendingOf(flow, START));
      return { flow, now: START };
    },
  ],
  [
    'when it was answered',
    async (store, _account, flow) => {
      await store.signIn.redeem(redemptionOf(flow));
      return { flow, now: START + 1000 };
    },
  ],
  [
    'with the secret of another browser',
    async (_store, _account, flow) => ({ flow: { ...flow, secretHash: 'another' }, now: START }),
  ],
  ['that nobody opened', async (_store, account) => ({ flow: flowOf(account), now: START })],
];
