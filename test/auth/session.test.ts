import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import { act, type Session, type SessionCookie, whoIs } from '../../lambdas/auth/session.ts';
import { hashToken } from '../../lambdas/auth/tokens.ts';
import { LIFETIMES, memoryStore, type Store } from '../fakes/memory-store.ts';
import { person, START } from '../harness/people.ts';
import { flowOf, redemptionOf, silentOpeningOf } from '../harness/sign-ins.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const account = person();
const cookie: SessionCookie = { account: account.id, token: 'token-of-the-browser' };

let store: Store;
let session: Session;

beforeEach(async () => {
  store = memoryStore();
  await store.settle(account);
  const flow = flowOf(account);
  await store.signIn.open(silentOpeningOf(account, flow));
  session = { ...redemptionOf(flow, { now: START }).session, token: hashToken(cookie.token) };
  await store.signIn.redeem(redemptionOf(flow, { session, now: START }));
});

const needs = () => ({ store: store.sessions, lifetimes: LIFETIMES });
const ask = (now: number, asked: SessionCookie | undefined = cookie) => whoIs(needs(), asked, now);
const refusal = (reason: string) => ({ code: 'signed-out', facts: { reason } });

describe('who is signed in', () => {
  it('the account, with what is left of the session', async () => {
    expect(await ask(START + MINUTE)).toMatchObject({
      account: { id: account.id },
      idleEndsInSeconds: 29 * 60,
      endsInSeconds: 8 * 3600 - 60,
    });
  });

  it('nobody without a cookie, or with one that no session has', async () => {
    await expect(whoIs(needs(), undefined, START)).rejects.toMatchObject(refusal('none'));
    await expect(ask(START, { ...cookie, token: 'made-up' })).rejects.toMatchObject(refusal('ended'));
    await expect(ask(START, { ...cookie, account: 'made-up' })).rejects.toMatchObject(refusal('ended'));
  });

  it('T12: nobody with the stored hash as a token', async () => {
    await expect(ask(START, { ...cookie, token: session.token })).rejects.toMatchObject(refusal('ended'));
  });

  it.each<[string, Partial<Account>]>([
    ['locked', { status: 'locked' }],
    ['disabled', { status: 'disabled' }],
    ['of another epoch', { epoch: 'epoch-2' }],
  ])('nobody, when the account is %s by now', async (_, change) => {
    await store.settle({ ...account, ...change });
    await expect(ask(START)).rejects.toMatchObject(refusal('ended'));
    await expect(act(needs(), cookie, START)).rejects.toMatchObject(refusal('ended'));
  });

  it('T41: nobody, when the phone that approved it works no more', async () => {
    const byPhone = { ...account, devices: ['phone-1', 'phone-2'] };
    await store.settle(byPhone);
    const flow = flowOf(account);
    const token = 'token-by-phone';
    const approved = { ...redemptionOf(flow).session, token: hashToken(token), device: 'phone-2' };
    await store.signIn.open(silentOpeningOf(account, flow));
    await store.signIn.redeem(redemptionOf(flow, { session: approved, now: START }));
    expect((await ask(START, { ...cookie, token })).session.device).toBe('phone-2');
    for (const devices of [['phone-1'], []]) {
      await store.settle({ ...byPhone, devices });
      await expect(ask(START, { ...cookie, token })).rejects.toMatchObject(refusal('ended'));
      await expect(act(needs(), { ...cookie, token }, START)).rejects.toMatchObject(refusal('ended'));
    }
    await store.settle(account);
    await expect(ask(START, { ...cookie, token })).rejects.toMatchObject(refusal('ended'));
    expect((await ask(START)).account.id).toBe(account.id);
  });

  it('nobody, when the global epoch is another', async () => {
    await store.setGlobalEpoch('everybody-2');
    await expect(ask(START)).rejects.toMatchObject(refusal('ended'));
  });
});

describe('T62: limits', () => {
  it('29:59 without activity is in, 30:00 and 30:01 are out', async () => {
    expect((await ask(START + 30 * MINUTE - 1000)).idleEndsInSeconds).toBe(1);
    await expect(ask(START + 30 * MINUTE)).rejects.toMatchObject(refusal('idle'));
    await expect(ask(START + 30 * MINUTE + 1000)).rejects.toMatchObject(refusal('idle'));
  });

  it('asking who is signed in is no activity', async () => {
    for (let now = START; now < START + 30 * MINUTE; now += MINUTE) await ask(now);
    await expect(ask(START + 30 * MINUTE)).rejects.toMatchObject(refusal('idle'));
  });

  it('an activity begins the idle time anew, and says so', async () => {
    const signedIn = await act(needs(), cookie, START + 20 * MINUTE);
    expect(signedIn).toMatchObject({ idleEndsInSeconds: 30 * 60, endsInSeconds: 8 * 3600 - 20 * 60 });
    expect((await ask(START + 50 * MINUTE - 1)).idleEndsInSeconds).toBe(1);
    await expect(ask(START + 50 * MINUTE)).rejects.toMatchObject(refusal('idle'));
  });

  it('a cookie that is kept warm ends after eight hours all the same', async () => {
    for (let now = START; now < START + 8 * HOUR; now += 10 * MINUTE) await act(needs(), cookie, now);
    const last = await act(needs(), cookie, START + 8 * HOUR - 1000);
    expect(last).toMatchObject({ idleEndsInSeconds: 1, endsInSeconds: 1 });
    await expect(ask(START + 8 * HOUR)).rejects.toMatchObject(refusal('expired'));
    await expect(act(needs(), cookie, START + 8 * HOUR)).rejects.toMatchObject(refusal('expired'));
  });

  it('no activity brings a session back', async () => {
    await expect(act(needs(), cookie, START + 31 * MINUTE)).rejects.toMatchObject(refusal('idle'));
    await expect(ask(START + 31 * MINUTE)).rejects.toMatchObject(refusal('idle'));
  });

  it('whatever the activity, nobody is in beyond thirty idle minutes or eight hours', async () => {
    const waits = fc.array(fc.integer({ min: 1, max: 40 * MINUTE }), { minLength: 1, maxLength: 40 });
    const property = fc.asyncProperty(waits, async (asked) => {
      const fresh = memoryStore();
      await fresh.settle(account);
      const flow = flowOf(account);
      await fresh.signIn.open(silentOpeningOf(account, flow));
      await fresh.signIn.redeem(redemptionOf(flow, { session: { ...session, flow: flow.id }, now: START }));
      let now = START;
      let usedAt = START;
      for (const wait of asked) {
        now += wait;
        const alive = now < usedAt + 30 * MINUTE && now < START + 8 * HOUR;
        const acted = act({ store: fresh.sessions, lifetimes: LIFETIMES }, cookie, now);
        await (alive ? expect(acted).resolves.toBeDefined() : expect(acted).rejects.toThrow('signed-out'));
        if (!alive) return;
        usedAt = now;
      }
    });
    await fc.assert(property, { numRuns: 50 });
  });
});
