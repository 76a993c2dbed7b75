import { beforeEach, describe, expect, it } from 'vitest';
import { endOf, type MailedSecret } from '../../lambdas/auth/mailed-secrets.ts';
import type { OwedToAccount } from '../../lambdas/auth/recovery-store.ts';
import type { Store } from '../fakes/memory-store.ts';
import { START } from '../harness/people.ts';
import { ended, nextId, type Recovering, startRecovering } from '../harness/recoveries.ts';
import { strangerKeys } from '../harness/sign-ins.ts';

const SECONDS = START / 1000;

/** What asking for a recovery promises, of either kind of store. */
export function recoveryContract(start: () => Promise<Store>): void {
  let recovering: Recovering;

  beforeEach(async () => {
    recovering = await startRecovering(await start());
  });

  describe('beginning', () => {
    it('writes the flow, the message that is owed, and the send', async () => {
      const { account, flow } = recovering;
      expect(await recovering.store.recovery.flow(flow.id)).toMatchObject(flow);
      expect(await recovering.messages()).toMatchObject([
        { kind: 'reset-code', flow: flow.id, counter: 1, channel: 'preferred', createdAt: START, state: 'owed' },
      ]);
      expect(await recovering.store.recovery.mailbox(account.id, undefined, START)).toMatchObject({
        account,
        tally: { subject: account.id },
        sent: [SECONDS],
      });
    });

    it('is refused when a message was sent since the sends were read, and leaves nothing', async () => {
      const late = recovering.flowOf();
      expect(await recovering.store.recovery.begin(late, recovering.codeOf(late), recovering.postage())).toBe(
        'sent-meanwhile',
      );
      expect(await recovering.store.recovery.flow(late.id)).toBeUndefined();
    });

    it('without a send writes the same, and the message is dropped from the start', async () => {
      const { account } = recovering;
      const poor = recovering.flowOf();
      expect(await recovering.store.recovery.begin(poor, recovering.codeOf(poor), recovering.unpaid())).toBe('begun');
      expect((await recovering.messages()).map(({ state }) => state).toSorted()).toEqual(['dropped', 'owed']);
      expect((await recovering.store.recovery.mailbox(account.id, undefined, START)).sent).toEqual([SECONDS]);
    });

    it('of a recovery is no sign-in, and a sign-in none of these', async () => {
      const { flow } = recovering;
      expect(await recovering.store.signIn.flow(flow.id)).toBeUndefined();
      expect(await recovering.store.replacement.flow(flow.id)).toBeUndefined();
    });

    it('counts for the address alone', async () => {
      const keys = strangerKeys();
      await recovering.store.recovery.countBeginning(keys);
      await recovering.store.recovery.countBeginning(keys);
      const { pair, address } = await recovering.store.recovery.look(keys);
      expect([pair, address]).toEqual([undefined, { tries: 2, at: START }]);
    });
  });

  describe('a mailed secret', () => {
    const secretOf = (kind: MailedSecret['kind'], at = START): MailedSecret => ({
      kind,
      account: recovering.account.id,
      epoch: recovering.account.epoch,
      keyId: 'k1',
      expiresAt: endOf(kind, at),
    });
    const message = ({ kind, expiresAt }: MailedSecret): OwedToAccount => ({
      id: nextId('message'),
      message: { kind, expiresAt },
      channel: 'email',
    });

    it.each(['invitation', 'temporary-password'] as const)(
      '%s is kept with the message that carries it',
      async (kind) => {
        const { account } = recovering;
        const after = secretOf(kind);
        expect(
          await recovering.store.recovery.post(message(after), recovering.postage([SECONDS]), {
            before: undefined,
            after,
          }),
        ).toBe('posted');
        const { invitation, temporary } = await recovering.store.recovery.mailbox(account.id, undefined, START);
        expect(kind === 'invitation' ? invitation : temporary).toMatchObject(after);
        expect((await recovering.messages()).find((each) => each.kind === kind)).toMatchObject({
          kind,
          expiresAt: after.expiresAt,
          state: 'owed',
        });
      },
    );

    it('takes the place of the one that was read, and of no newer one', async () => {
      const { account } = recovering;
      const [first, second] = [secretOf('temporary-password'), secretOf('temporary-password', START + 5000)];
      await recovering.store.recovery.post(message(first), recovering.unpaid(), { before: undefined, after: first });
      expect(
        await recovering.store.recovery.post(message(second), recovering.unpaid(), {
          before: undefined,
          after: second,
        }),
      ).toBe('sent-meanwhile');
      expect(
        await recovering.store.recovery.post(message(second), recovering.unpaid(), { before: first, after: second }),
      ).toBe('posted');
      expect(
        await recovering.store.recovery.post(message(first), recovering.unpaid(), { before: first, after: first }),
      ).toBe('sent-meanwhile');
      expect((await recovering.store.signIn.credentials(account.id)).temporary).toMatchObject(second);
    });

    it('a reminder needs none', async () => {
      const reminder: OwedToAccount = {
        id: nextId('message'),
        message: { kind: 'username-reminder' },
        channel: 'email',
      };
      expect(await recovering.store.recovery.post(reminder, recovering.postage([SECONDS]))).toBe('posted');
      expect(await recovering.store.recovery.post(reminder, recovering.postage([]))).toBe('sent-meanwhile');
    });
  });

  describe('a newer code', () => {
    it('takes the place of the one before, and refills no tries', async () => {
      const { flow } = recovering;
      await recovering.store.recovery.buyTry(flow, START);
      const after = recovering.resentOf();
      expect(
        await recovering.store.recovery.resend(
          flow,
          after,
          recovering.codeOf(after),
          recovering.postage([SECONDS], START + 30_000),
        ),
      ).toBe('sent');
      expect(await recovering.store.recovery.flow(flow.id)).toMatchObject({ ...after, triesLeft: 4 });
    });

    it('is refused when another message was sent meanwhile', async () => {
      const { flow } = recovering;
      expect(
        await recovering.store.recovery.resend(
          flow,
          recovering.resentOf(),
          recovering.codeOf(flow),
          recovering.postage([]),
        ),
      ).toBe('sent-meanwhile');
    });

    it.each(ended)('is refused %s', async (_, end) => {
      const { flow } = recovering;
      const { flow: read, now } = await end(recovering);
      const after = { ...recovering.resentOf(), sentAt: now };
      expect(await recovering.store.recovery.resend(read, after, recovering.codeOf(flow), recovering.unpaid(now))).toBe(
        'changed',
      );
    });
  });
}
