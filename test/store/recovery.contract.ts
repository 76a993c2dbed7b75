import { beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import type { RecoveryFlow } from '../../lambdas/auth/flow.ts';
import { endOf, type MailedSecret } from '../../lambdas/auth/mailed-secrets.ts';
import type { OwedToAccount, Postage, Recovered } from '../../lambdas/auth/recovery-store.ts';
import type { Store } from '../fakes/memory-store.ts';
import { idOf, person, START } from '../harness/people.ts';
import { strangerKeys, VISIT } from '../harness/sign-ins.ts';

const SECONDS = START / 1000;
let made = 0;
const next = (kind: string): string => {
  made += 1;
  return idOf(`r-${kind}-${made}-`);
};

/** What recovery and activation promise, of either kind of store. */
export function recoveryContract(start: () => Promise<Store>): void {
  let store: Store;
  let account: Account;
  let flow: RecoveryFlow;

  beforeEach(async () => {
    store = await start();
    const id = next('recovery');
    account = person({
      id,
      email: `${id.toLowerCase()}@example.org`,
      phone: { number: '+31612345678', country: 'NL' },
    });
    await store.settle(account);
    flow = flowOf();
    await store.recovery.begin(flow, codeOf(flow), postage());
  });

  const flowOf = (given: Partial<RecoveryFlow> = {}): RecoveryFlow => ({
    id: next('flow'),
    kind: 'recovery',
    status: 'open',
    secretHash: 'hash-of-the-cookie',
    account: account.id,
    epoch: account.epoch,
    expiresAt: START + 20 * 60_000,
    keyId: 'k1',
    counter: 1,
    codeEndsAt: START + 10 * 60_000,
    triesLeft: 5,
    channel: 'preferred',
    sentAt: START,
    visit: VISIT,
    ...given,
  });
  const codeOf = ({ id, counter, channel }: RecoveryFlow): OwedToAccount => ({
    id: next('message'),
    message: { kind: 'reset-code', flow: id, counter },
    channel,
  });
  const postage = (before: readonly number[] = [], at = START): Postage => ({
    account: account.id,
    tally: { subject: account.id },
    send: { before, after: [...before, at / 1000] },
    now: at,
  });
  const free = (at = START): Postage => ({ account: account.id, tally: { subject: account.id }, now: at });
  const recoveredOf = (given: Partial<Recovered> = {}): Recovered => ({
    flow,
    account,
    passwordHash: 'new-hash',
    newEpoch: 'epoch-2',
    notice: next('notice'),
    browser: { hash: next('browser'), until: START + 1e9 },
    visit: { ...VISIT, at: START + 1000 },
    ...given,
  });
  const resentOf = (at = START + 30_000): RecoveryFlow => ({
    ...flow,
    counter: 2,
    channel: 'sms',
    sentAt: at,
    codeEndsAt: at + 600_000,
  });
  const own = async () => (await store.messages()).filter((message) => message.account === account.id);

  /** Ways in which a flow has ended or become another. */
  const ended: readonly (readonly [string, () => Promise<{ readonly flow: RecoveryFlow; readonly now: number }>])[] = [
    ['at exactly the end of the flow', async () => ({ flow, now: flow.expiresAt })],
    [
      'when a newer code was sent',
      async () => {
        await store.recovery.resend(flow, resentOf(START), codeOf(flow), free());
        return { flow, now: START };
      },
    ],
    [
      'when it was answered',
      async () => {
        await store.recovery.complete(recoveredOf());
        return { flow, now: START + 1000 };
      },
    ],
    ['with the secret of another browser', async () => ({ flow: { ...flow, secretHash: 'another' }, now: START })],
    ['that nobody began', async () => ({ flow: flowOf(), now: START })],
  ];

  describe('beginning', () => {
    it('writes the flow, the message that is owed, and the send', async () => {
      expect(await store.recovery.flow(flow.id)).toMatchObject(flow);
      expect(await own()).toMatchObject([
        { kind: 'reset-code', flow: flow.id, counter: 1, channel: 'preferred', createdAt: START, state: 'owed' },
      ]);
      expect(await store.recovery.mailbox(account.id, undefined, START)).toMatchObject({
        account,
        tally: { subject: account.id },
        sent: [SECONDS],
      });
    });

    it('is refused when a message was sent since the sends were read, and leaves nothing', async () => {
      const late = flowOf();
      expect(await store.recovery.begin(late, codeOf(late), postage())).toBe('sent-meanwhile');
      expect(await store.recovery.flow(late.id)).toBeUndefined();
    });

    it('without a send writes the same, and the message is dropped from the start', async () => {
      const poor = flowOf();
      expect(await store.recovery.begin(poor, codeOf(poor), free())).toBe('begun');
      expect((await own()).map(({ state }) => state).toSorted()).toEqual(['dropped', 'owed']);
      expect((await store.recovery.mailbox(account.id, undefined, START)).sent).toEqual([SECONDS]);
    });

    it('of a recovery is no sign-in, and a sign-in none of these', async () => {
      expect(await store.signIn.flow(flow.id)).toBeUndefined();
      expect(await store.replacement.flow(flow.id)).toBeUndefined();
    });

    it('counts for the address alone', async () => {
      const keys = strangerKeys();
      await store.recovery.countBeginning(keys);
      await store.recovery.countBeginning(keys);
      const { pair, address } = await store.recovery.look(keys);
      expect([pair, address]).toEqual([undefined, { tries: 2, at: START }]);
    });
  });

  describe('a mailed secret', () => {
    const secretOf = (kind: MailedSecret['kind'], at = START): MailedSecret => ({
      kind,
      account: account.id,
      epoch: account.epoch,
      keyId: 'k1',
      expiresAt: endOf(kind, at),
    });
    const message = ({ kind, expiresAt }: MailedSecret): OwedToAccount => ({
      id: next('message'),
      message: { kind, expiresAt },
      channel: 'email',
    });

    it.each(['invitation', 'temporary-password'] as const)(
      '%s is kept with the message that carries it',
      async (kind) => {
        const after = secretOf(kind);
        expect(await store.recovery.post(message(after), postage([SECONDS]), { before: undefined, after })).toBe(
          'posted',
        );
        const { invitation, temporary } = await store.recovery.mailbox(account.id, undefined, START);
        expect(kind === 'invitation' ? invitation : temporary).toMatchObject(after);
        expect((await own()).find((each) => each.kind === kind)).toMatchObject({
          kind,
          expiresAt: after.expiresAt,
          state: 'owed',
        });
      },
    );

    it('takes the place of the one that was read, and of no newer one', async () => {
      const [first, second] = [secretOf('temporary-password'), secretOf('temporary-password', START + 5000)];
      await store.recovery.post(message(first), free(), { before: undefined, after: first });
      expect(await store.recovery.post(message(second), free(), { before: undefined, after: second })).toBe(
        'sent-meanwhile',
      );
      expect(await store.recovery.post(message(second), free(), { before: first, after: second })).toBe('posted');
      expect(await store.recovery.post(message(first), free(), { before: first, after: first })).toBe('sent-meanwhile');
      expect((await store.signIn.credentials(account.id)).temporary).toMatchObject(second);
    });

    it('a reminder needs none', async () => {
      const reminder: OwedToAccount = { id: next('message'), message: { kind: 'username-reminder' }, channel: 'email' };
      expect(await store.recovery.post(reminder, postage([SECONDS]))).toBe('posted');
      expect(await store.recovery.post(reminder, postage([]))).toBe('sent-meanwhile');
    });
  });

  describe('a newer code', () => {
    it('takes the place of the one before, and refills no tries', async () => {
      await store.recovery.buyTry(flow, START);
      const after = resentOf();
      expect(await store.recovery.resend(flow, after, codeOf(after), postage([SECONDS], START + 30_000))).toBe('sent');
      expect(await store.recovery.flow(flow.id)).toMatchObject({ ...after, triesLeft: 4 });
    });

    it('is refused when another message was sent meanwhile', async () => {
      expect(await store.recovery.resend(flow, resentOf(), codeOf(flow), postage([]))).toBe('sent-meanwhile');
    });

    it.each(ended)('is refused %s', async (_, end) => {
      const { flow: read, now } = await end();
      const after = { ...resentOf(), sentAt: now };
      expect(await store.recovery.resend(read, after, codeOf(flow), free(now))).toBe('changed');
    });
  });

  describe('a try', () => {
    it('is bought until exactly the end of the code', async () => {
      expect(await store.recovery.buyTry(flow, flow.codeEndsAt - 1)).toEqual({ outcome: 'bought', triesLeft: 4 });
      expect(await store.recovery.buyTry(flow, flow.codeEndsAt)).toEqual({ outcome: 'refused' });
    });

    it.each(ended)('is refused %s', async (_, end) => {
      const { flow: read, now } = await end();
      expect(await store.recovery.buyTry(read, now)).toEqual({ outcome: 'refused' });
    });

    it('of thirty at once, five are bought', async () => {
      const tries = await Promise.allSettled(Array.from({ length: 30 }, () => store.recovery.buyTry(flow, START)));
      const bought = tries.filter((it) => it.status === 'fulfilled' && it.value.outcome === 'bought');
      expect(bought).toHaveLength(5);
    });
  });

  describe('completing', () => {
    it('sets the password and the epoch, knows the browser for its tries, and tells over every channel', async () => {
      const recovered = recoveredOf({ idempotencyHash: 'key' });
      expect(await store.recovery.complete(recovered)).toBe('completed');
      const at = START + 1000;
      expect(await store.account(account.id)).toEqual({
        ...account,
        passwordHash: 'new-hash',
        epoch: 'epoch-2',
        reopenedAt: at,
        recovered: { at, channel: 'email' },
      });
      expect(await store.recovery.flow(flow.id)).toMatchObject({
        status: 'done',
        completion: { idempotencyHash: 'key' },
      });
      const { hash: browser } = recovered.browser;
      expect(await store.signIn.buyPasswordTry({ subject: account.id, browser }, at)).toMatchObject({
        outcome: 'bought',
        standing: { triesOnly: true },
      });
      const notices = (await own()).filter(({ kind }) => kind === 'password-set');
      expect(notices.map(({ id, channel, state }) => [id, channel, state]).toSorted()).toEqual(
        [
          [recovered.notice, 'email', 'owed'],
          [`${recovered.notice}.sms`, 'sms', 'owed'],
        ].toSorted(),
      );
      expect(await store.audit(account.id)).toEqual([
        { account: account.id, event: 'password-set', by: 'recovery', flow: flow.id, ...VISIT, at },
      ]);
    });

    it('ends what an operator asked for: the password is the owner’s own', async () => {
      await store.settle({ ...account, mustReplacePassword: true });
      await store.recovery.complete(recoveredOf());
      expect(await store.account(account.id)).not.toHaveProperty('mustReplacePassword');
    });

    it('of an activation makes the account active, and binds no channel', async () => {
      const { passwordHash: _, ...rest } = account;
      const invited = { ...rest, status: 'invited' } as const;
      await store.settle(invited);
      const activation = flowOf({ kind: 'activation' });
      await store.recovery.begin(activation, codeOf(activation), free());
      const recovered = recoveredOf({ flow: activation, account: invited });
      expect(await store.recovery.complete(recovered)).toBe('completed');
      const activated = { status: 'active', passwordHash: 'new-hash', epoch: 'epoch-2', reopenedAt: START + 1000 };
      expect(await store.account(account.id)).toEqual({ ...rest, ...activated });
      const notices = (await own()).filter(({ kind }) => kind === 'password-set');
      expect(notices.map(({ channel }) => channel)).toEqual(['email']);
    });

    it('happens once, of ten at once', async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 10 }, () => store.recovery.complete(recoveredOf())),
      );
      expect(outcomes.filter((it) => it.status === 'fulfilled' && it.value === 'completed')).toHaveLength(1);
    });

    it('is refused at exactly the end of the code', async () => {
      const visit = { ...VISIT, at: flow.codeEndsAt };
      expect(await store.recovery.complete(recoveredOf({ visit }))).toBe('changed');
    });

    it.each(ended)('is refused %s', async (_, end) => {
      const { flow: read, now } = await end();
      const visit = { ...VISIT, at: now };
      expect(await store.recovery.complete(recoveredOf({ flow: read, visit }))).toBe('changed');
    });

    it.each([{ status: 'locked' }, { status: 'disabled' }, { status: 'invited' }, { epoch: 'another' }] as const)(
      'is refused for an account that has %o by now, and leaves nothing behind',
      async (change) => {
        await store.settle({ ...account, ...change });
        expect(await store.recovery.complete(recoveredOf())).toBe('changed');
        expect(await store.account(account.id)).toEqual({ ...account, ...change });
        expect((await store.recovery.flow(flow.id))?.status).toBe('open');
      },
    );
  });
}
