import { beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import type { SignInFlow } from '../../lambdas/auth/flow.ts';
import type { Store } from '../fakes/memory-store.ts';
import { idOf, person, START } from '../harness/people.ts';
import { ENDINGS, flowOf, openingOf, resendingOf, VISIT } from '../harness/sign-ins.ts';

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

    it.each(ENDINGS)('is refused %s', async (_, end) => {
      const { flow: read, now } = await end(store, account, flow);
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
      const resending = resendingOf(flow);
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
        const resending = resendingOf(flow);
        const message = `${resending.code.message}${index}`;
        return store.signIn.resend({ ...resending, code: { ...resending.code, message } });
      });
      const outcomes = await Promise.allSettled(asked);
      expect(outcomes.filter((it) => it.status === 'fulfilled' && it.value === 'sent')).toHaveLength(1);
    });

    it('is refused when another flow of the account sent one meanwhile', async () => {
      await store.signIn.open(openingOf(account, flowOf(account), [SECONDS]));
      expect(await store.signIn.resend(resendingOf(flow))).toBe('sent-meanwhile');
    });

    it.each(ENDINGS)('is refused %s', async (_, end) => {
      const { flow: read, now } = await end(store, account, flow);
      expect(await store.signIn.resend({ ...resendingOf(flow), before: read, now })).toBe('changed');
    });

    it('is refused without tries left', async () => {
      for (let tries = 0; tries < 5; tries += 1) await store.signIn.buyCodeTry(flow, START);
      expect(await store.signIn.resend(resendingOf(flow))).toBe('changed');
    });

    it.each([{ status: 'disabled' }, { epoch: 'epoch-2' }] as const)(
      'is refused for an account with %o',
      async (change) => {
        await store.settle({ ...account, ...change });
        expect(await store.signIn.resend(resendingOf(flow))).toBe('changed');
      },
    );
  });

  it('a wrong code is in the audit trail', async () => {
    await store.signIn.refuseCode(flow, 'wrong-code', START + 5);
    expect(await store.audit(account.id)).toEqual([
      { account: account.id, event: 'code-refused', flow: flow.id, reason: 'wrong-code', ...VISIT, at: START + 5 },
    ]);
  });
}
