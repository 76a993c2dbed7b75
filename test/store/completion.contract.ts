import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../fakes/memory-store.ts';
import { START } from '../harness/people.ts';
import { ended, type Recovering, startRecovering } from '../harness/recoveries.ts';
import { VISIT } from '../harness/sign-ins.ts';

/** What the end of a recovery promises, of either kind of store. */
export function completionContract(start: () => Promise<Store>): void {
  let recovering: Recovering;

  beforeEach(async () => {
    recovering = await startRecovering(await start());
  });

  describe('a try', () => {
    it('is bought until exactly the end of the code', async () => {
      const { flow } = recovering;
      expect(await recovering.store.recovery.buyTry(flow, flow.codeEndsAt - 1)).toEqual({
        outcome: 'bought',
        triesLeft: 4,
      });
      expect(await recovering.store.recovery.buyTry(flow, flow.codeEndsAt)).toEqual({ outcome: 'refused' });
    });

    it.each(ended)('is refused %s', async (_, end) => {
      const { flow: read, now } = await end(recovering);
      expect(await recovering.store.recovery.buyTry(read, now)).toEqual({ outcome: 'refused' });
    });

    it('of thirty at once, five are bought', async () => {
      const { flow } = recovering;
      const tries = await Promise.allSettled(
        Array.from({ length: 30 }, () => recovering.store.recovery.buyTry(flow, START)),
      );
      const bought = tries.filter((it) => it.status === 'fulfilled' && it.value.outcome === 'bought');
      expect(bought).toHaveLength(5);
    });
  });

  describe('completing', () => {
    it('sets the password and the epoch, knows the browser for its tries, and tells over every channel', async () => {
      const { account, flow } = recovering;
      const recovered = recovering.recoveredOf({ idempotencyHash: 'key' });
      expect(await recovering.store.recovery.complete(recovered)).toBe('completed');
      const at = START + 1000;
      expect(await recovering.store.account(account.id)).toEqual({
        ...account,
        passwordHash: 'new-hash',
        epoch: 'epoch-2',
        reopenedAt: at,
        recovered: { at, channel: 'email', since: 0 },
      });
      expect(await recovering.store.recovery.flow(flow.id)).toMatchObject({
        status: 'done',
        completion: { idempotencyHash: 'key' },
      });
      const { hash: browser } = recovered.browser;
      expect(await recovering.store.signIn.buyPasswordTry({ subject: account.id, browser }, at)).toMatchObject({
        outcome: 'bought',
        standing: { triesOnly: true },
      });
      const notices = (await recovering.messages()).filter(({ kind }) => kind === 'password-set');
      expect(notices.map(({ id, channel, state }) => [id, channel, state]).toSorted()).toEqual(
        [
          [recovered.notice, 'email', 'owed'],
          [`${recovered.notice}.sms`, 'sms', 'owed'],
        ].toSorted(),
      );
      expect(await recovering.store.audit(account.id)).toEqual([
        { account: account.id, event: 'password-set', by: 'recovery', flow: flow.id, ...VISIT, at },
      ]);
    });

    it('ends what an operator asked for: the password is the owner’s own', async () => {
      const { account } = recovering;
      await recovering.store.settle({ ...account, mustReplacePassword: true });
      await recovering.store.recovery.complete(recovering.recoveredOf());
      expect(await recovering.store.account(account.id)).not.toHaveProperty('mustReplacePassword');
    });

    it('of an activation makes the account active, and binds no channel', async () => {
      const { account } = recovering;
      const { passwordHash: _, ...rest } = account;
      const invited = { ...rest, status: 'invited' } as const;
      await recovering.store.settle(invited);
      const activation = recovering.flowOf({ kind: 'activation' });
      await recovering.store.recovery.begin(activation, recovering.codeOf(activation), recovering.unpaid());
      const recovered = recovering.recoveredOf({ flow: activation, account: invited });
      expect(await recovering.store.recovery.complete(recovered)).toBe('completed');
      const activated = { status: 'active', passwordHash: 'new-hash', epoch: 'epoch-2', reopenedAt: START + 1000 };
      expect(await recovering.store.account(account.id)).toEqual({ ...rest, ...activated });
      const notices = (await recovering.messages()).filter(({ kind }) => kind === 'password-set');
      expect(notices.map(({ channel }) => channel)).toEqual(['email']);
    });

    it('happens once, of ten at once', async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 10 }, () => recovering.store.recovery.complete(recovering.recoveredOf())),
      );
      expect(outcomes.filter((it) => it.status === 'fulfilled' && it.value === 'completed')).toHaveLength(1);
    });

    it('is refused at exactly the end of the code', async () => {
      const { flow } = recovering;
      const visit = { ...VISIT, at: flow.codeEndsAt };
      expect(await recovering.store.recovery.complete(recovering.recoveredOf({ visit }))).toBe('changed');
    });

    it.each(ended)('is refused %s', async (_, end) => {
      const { flow: read, now } = await end(recovering);
      const visit = { ...VISIT, at: now };
      expect(await recovering.store.recovery.complete(recovering.recoveredOf({ flow: read, visit }))).toBe('changed');
    });

    it.each([{ status: 'locked' }, { status: 'disabled' }, { status: 'invited' }, { epoch: 'another' }] as const)(
      'is refused for an account that has %o by now, and leaves nothing behind',
      async (change) => {
        const { account, flow } = recovering;
        await recovering.store.settle({ ...account, ...change });
        expect(await recovering.store.recovery.complete(recovering.recoveredOf())).toBe('changed');
        expect(await recovering.store.account(account.id)).toEqual({ ...account, ...change });
        expect((await recovering.store.recovery.flow(flow.id))?.status).toBe('open');
      },
    );
  });
}
