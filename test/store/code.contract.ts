import { beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import type { SignInFlow } from '../../lambdas/auth/flow.ts';
import type { Resending } from '../../lambdas/auth/sign-in-store.ts';
import type { Store } from '../fakes/memory-store.ts';
import { idOf, person, START } from '../harness/people.ts';
import { flowOf, openingOf, redemptionOf, sessionOf, VISIT } from '../harness/sign-ins.ts';

const SECONDS = START / 1000;
let accounts = 0;

/** What the code step promises, of either kind of store. */
export function codeContract(start: () => Promise<Store>): void {
  let store: Store;
  let account: Account;
  let flow: SignInFlow;

  beforeEach(async () => {
    store = await start();
    accounts += 1;
    account = person({ id: idOf(`code-${accounts}-`), email: `code${accounts}@example.org` });
    await store.settle(account);
    flow = flowOf(account);
    await store.signIn.open(openingOf(account, flow));
  });

  const resendingOf = (now = START + 30_000): Resending => ({
    before: flow,
    after: { ...flow, counter: 2, channel: 'sms', message: `${flow.message}2`, codeEndsAt: now + 300_000 },
    code: { message: `${flow.message}2`, sentBefore: [SECONDS], sentAfter: [SECONDS, now / 1000] },
    now,
  });

  /** Ways in which a flow has ended or become another, with what makes it so. */
  const ended: readonly (readonly [string, () => Promise<{ readonly flow: SignInFlow; readonly now: number }>])[] = [
    ['at exactly the end of the flow', async () => ({ flow, now: flow.expiresAt })],
    [
      'when a newer code was sent',
      async () => {
        await store.signIn.resend(resendingOf(START));
        return { flow, now: START };
      },
    ],
    [
      'when it was answered',
      async () => {
        await store.signIn.redeem(redemptionOf(flow));
        return { flow, now: START + 1000 };
      },
    ],
    ['with the secret of another browser', async () => ({ flow: { ...flow, secretHash: 'another' }, now: START })],
    ['that nobody opened', async () => ({ flow: flowOf(account), now: START })],
  ];

  describe('a try', () => {
    it('is bought from the code and from the tally', async () => {
      expect(await store.signIn.buyCodeTry(flow, START)).toEqual({ outcome: 'bought', triesLeft: 4 });
      expect((await store.signIn.flow(flow.id))?.triesLeft).toBe(4);
      expect(await store.signIn.buyPasswordTry(flow.tally, START)).toMatchObject({
        standing: { code: { tries: 1, at: START } },
      });
    });

    it('is bought until exactly the end of the code', async () => {
      expect((await store.signIn.buyCodeTry(flow, flow.codeEndsAt - 1)).outcome).toBe('bought');
      expect(await store.signIn.buyCodeTry(flow, flow.codeEndsAt)).toEqual({ outcome: 'refused' });
    });

    it.each(ended)('is refused %s', async (_, end) => {
      const { flow: read, now } = await end();
      expect(await store.signIn.buyCodeTry(read, now)).toEqual({ outcome: 'refused' });
    });

    it('the sixth is refused, and counts nowhere', async () => {
      for (let tries = 0; tries < 5; tries += 1) await store.signIn.buyCodeTry(flow, START);
      expect(await store.signIn.buyCodeTry(flow, START + 60_000)).toEqual({ outcome: 'refused' });
      expect(await store.signIn.buyPasswordTry(flow.tally, START)).toMatchObject({ standing: { code: { tries: 5 } } });
    });

    it('of thirty at once, five are bought', async () => {
      const tries = Array.from({ length: 30 }, () => store.signIn.buyCodeTry(flow, START));
      const bought = (await Promise.allSettled(tries)).filter(
        (outcome) => outcome.status === 'fulfilled' && outcome.value.outcome === 'bought',
      );
      expect(bought.length).toBeGreaterThan(0);
      expect(bought.length).toBeLessThanOrEqual(5);
      expect((await store.signIn.flow(flow.id))?.triesLeft).toBe(5 - bought.length);
    });

    it('during a delay of the account is neither bought from the code nor from the tally', async () => {
      for (let tries = 0; tries < 5; tries += 1) await store.signIn.buyCodeTry(flow, START);
      const next = flowOf(account);
      await store.signIn.open({ account, flow: next });
      expect(await store.signIn.buyCodeTry(next, START + 999)).toEqual({ outcome: 'delayed', until: START + 1000 });
      expect((await store.signIn.flow(next.id))?.triesLeft).toBe(5);
      expect(await store.signIn.buyCodeTry(next, START + 1000)).toEqual({ outcome: 'bought', triesLeft: 4 });
    });
  });

  describe('a newer code', () => {
    it('takes the place of the one before, uses up a send, and refills no tries', async () => {
      await store.signIn.buyCodeTry(flow, START);
      const resending = resendingOf();
      expect(await store.signIn.resend(resending)).toBe('sent');
      expect(await store.signIn.flow(flow.id)).toMatchObject({ ...resending.after, triesLeft: 4 });
      expect(await store.signIn.sent(flow.tally)).toEqual([SECONDS, SECONDS + 30]);
      expect((await store.messages()).filter(({ id }) => id === resending.code.message)).toEqual([
        {
          id: resending.code.message,
          kind: 'sign-in-code',
          account: account.id,
          channel: 'sms',
          flow: flow.id,
          counter: 2,
          createdAt: START + 30_000,
          state: 'owed',
        },
      ]);
    });

    it('is sent once, of five that were asked for at once', async () => {
      const asked = Array.from({ length: 5 }, (_, index) => {
        const resending = resendingOf();
        const message = `${resending.code.message}${index}`;
        return store.signIn.resend({ ...resending, code: { ...resending.code, message } });
      });
      const outcomes = await Promise.allSettled(asked);
      expect(outcomes.filter((it) => it.status === 'fulfilled' && it.value === 'sent')).toHaveLength(1);
    });

    it('is refused when another flow of the account sent one meanwhile', async () => {
      await store.signIn.open(openingOf(account, flowOf(account), [SECONDS]));
      expect(await store.signIn.resend(resendingOf())).toBe('sent-meanwhile');
    });

    it.each(ended)('is refused %s', async (_, end) => {
      const { flow: read, now } = await end();
      expect(await store.signIn.resend({ ...resendingOf(), before: read, now })).toBe('changed');
    });

    it('is refused without tries left', async () => {
      for (let tries = 0; tries < 5; tries += 1) await store.signIn.buyCodeTry(flow, START);
      expect(await store.signIn.resend(resendingOf())).toBe('changed');
    });

    it.each([{ status: 'disabled' }, { epoch: 'epoch-2' }] as const)(
      'is refused for an account with %o',
      async (change) => {
        await store.settle({ ...account, ...change });
        expect(await store.signIn.resend(resendingOf())).toBe('changed');
      },
    );
  });

  describe('redeeming', () => {
    it('ends the flow, begins the session, knows the browser and owes the owner a notice', async () => {
      const redemption = redemptionOf(flow, { idempotencyHash: 'key' });
      const { session, newBrowser: browser = '', notice } = redemption;
      const visit = { ...VISIT, at: START + 1000 };
      await store.signIn.buyCodeTry(flow, START);
      expect(await store.signIn.redeem(redemption)).toBe('redeemed');
      expect(await store.signIn.flow(flow.id)).toMatchObject({
        status: 'done',
        completion: { idempotencyHash: 'key', session: session.token },
      });
      expect(await store.account(account.id)).toEqual({ ...account, lastSignIn: visit });
      expect((await store.sessions.read(account.id, session.token)).session).toMatchObject(session);
      expect(await store.signIn.buyPasswordTry({ subject: account.id, browser }, START)).toMatchObject({
        outcome: 'bought',
      });
      expect((await store.messages()).filter(({ id }) => id === notice)).toEqual([
        {
          id: notice,
          kind: 'new-browser',
          account: account.id,
          channel: 'email',
          createdAt: visit.at,
          visit,
          state: 'owed',
        },
      ]);
      expect(await store.audit(account.id)).toEqual([
        { account: account.id, event: 'signed-in', flow: flow.id, from: 'new-browser', ...visit },
      ]);
    });

    it('clears the codes of its tally, and not the passwords', async () => {
      await store.signIn.buyPasswordTry(flow.tally, START);
      await store.signIn.buyCodeTry(flow, START);
      await store.signIn.redeem(redemptionOf(flow));
      expect(await store.signIn.buyPasswordTry(flow.tally, START)).toEqual({
        outcome: 'bought',
        standing: { password: { tries: 2, at: START }, sent: [SECONDS], triesOnly: false },
      });
    });

    it('with the last try works: the try that is redeemed does not count against itself', async () => {
      for (let tries = 0; tries < 5; tries += 1) await store.signIn.buyCodeTry(flow, START);
      expect(await store.signIn.redeem(redemptionOf(flow))).toBe('redeemed');
    });

    it('happens once, of ten at once', async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 10 }, () => store.signIn.redeem(redemptionOf(flow))),
      );
      expect(outcomes.filter((it) => it.status === 'fulfilled' && it.value === 'redeemed')).toHaveLength(1);
      expect(await store.audit(account.id)).toHaveLength(1);
    });

    it.each(ended)('is refused %s', async (_, end) => {
      const { flow: read, now } = await end();
      const before = await store.audit(account.id);
      expect(await store.signIn.redeem(redemptionOf(read, { now }))).toBe('changed');
      expect(await store.audit(account.id)).toEqual(before);
    });

    it('is refused at exactly the end of the code', async () => {
      expect(await store.signIn.redeem(redemptionOf(flow, { now: flow.codeEndsAt }))).toBe('changed');
      expect(await store.signIn.redeem(redemptionOf(flow, { now: flow.codeEndsAt - 1 }))).toBe('redeemed');
    });

    it.each([{ status: 'locked' }, { status: 'disabled' }, { epoch: 'epoch-2' }] as const)(
      'is refused for an account that has %o by now, and leaves nothing behind',
      async (change) => {
        await store.settle({ ...account, ...change });
        const redemption = redemptionOf(flow);
        expect(await store.signIn.redeem(redemption)).toBe('changed');
        expect((await store.signIn.flow(flow.id))?.status).toBe('open');
        expect((await store.sessions.read(account.id, redemption.session.token)).session).toBeUndefined();
        expect(await store.account(account.id)).toEqual({ ...account, ...change });
      },
    );
  });

  describe('from a known browser', () => {
    it('a sign-in keeps it known, re-opens the factors, and owes no notice', async () => {
      const first = redemptionOf(flow);
      await store.signIn.redeem(first);
      const again = flowOf(account, { tally: { subject: account.id, browser: first.newBrowser ?? '' } });
      await store.signIn.open({ account, flow: again });
      const knownUntil = START + 1_000_000;
      expect(await store.signIn.redeem(redemptionOf(again, { knownUntil, now: START + 2000 }))).toBe('redeemed');
      expect(await store.account(account.id)).toEqual({
        ...account,
        lastSignIn: { ...VISIT, at: START + 2000 },
        reopenedAt: START + 2000,
      });
      expect((await store.signIn.buyPasswordTry(again.tally, knownUntil - 1)).outcome).toBe('bought');
      expect((await store.signIn.buyPasswordTry(again.tally, knownUntil)).outcome).toBe('unknown');
      const notices = (await store.messages()).filter((it) => it.account === account.id && it.kind === 'new-browser');
      expect(notices).toHaveLength(1);
      expect((await store.audit(account.id)).at(-1)).toMatchObject({ event: 'signed-in', from: 'known-browser' });
    });

    it('that was forgotten meanwhile, nothing is redeemed and no code is sent', async () => {
      const tally = { subject: account.id, browser: 'forgotten' };
      const stray = flowOf(account, { tally });
      expect(await store.signIn.open({ account, flow: stray })).not.toBe('opened');
      expect(await store.signIn.buyCodeTry({ ...flow, tally }, START)).toEqual({ outcome: 'refused' });
      expect(await store.signIn.redeem(redemptionOf({ ...flow, tally }))).toBe('changed');
    });
  });

  it('a wrong code is in the audit trail', async () => {
    await store.signIn.refuseCode(flow, 'wrong-code', START + 5);
    expect(await store.audit(account.id)).toEqual([
      { account: account.id, event: 'code-refused', flow: flow.id, reason: 'wrong-code', ...VISIT, at: START + 5 },
    ]);
  });

  it('a session lives within its limits, to exactly their end, for its own account', async () => {
    const session = sessionOf(flow, START);
    await store.signIn.redeem(redemptionOf(flow, { session }));
    const lives = (now: number, owner = account.id) => store.signIn.sessionLives(owner, session.token, now);
    expect(await lives(START)).toBe(true);
    expect(await lives(START + 30 * 60_000 - 1)).toBe(true);
    expect(await lives(START + 30 * 60_000)).toBe(false);
    expect(await lives(START, idOf('somebody-else'))).toBe(false);
  });
}
