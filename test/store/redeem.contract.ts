import { beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import type { SignInFlow } from '../../lambdas/auth/flow.ts';
import type { Store } from '../fakes/memory-store.ts';
import { idOf, person, START } from '../harness/people.ts';
import { ENDINGS, flowOf, openingOf, redemptionOf, sessionOf, VISIT } from '../harness/sign-ins.ts';

const SECONDS = START / 1000;
let accounts = 0;

/** What redeeming a code promises, of either kind of store. */
export function redeemContract(start: () => Promise<Store>): void {
  let store: Store;
  let account: Account;
  let flow: SignInFlow;

  beforeEach(async () => {
    store = await start();
    accounts += 1;
    account = person({ id: idOf(`redeem-${accounts}-`), email: `redeem${accounts}@example.org` });
    await store.settle(account);
    flow = flowOf(account);
    await store.signIn.open(openingOf(account, flow));
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

    it.each(ENDINGS)('is refused %s', async (_, end) => {
      const { flow: read, now } = await end(store, account, flow);
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
