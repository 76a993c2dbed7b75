import { beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import type { Store } from '../fakes/memory-store.ts';
import { idOf, person, START } from '../harness/people.ts';
import { flowOf, openingOf, silentOpeningOf, strangerKeys, VISIT } from '../harness/sign-ins.ts';

let accounts = 0;

/** What the password step promises, of either kind of store. */
export function signInContract(start: () => Promise<Store>): void {
  let store: Store;
  let account: Account;

  beforeEach(async () => {
    store = await start();
    accounts += 1;
    account = person({
      id: idOf(`sign-in-${accounts}-`),
      email: `sign-in${accounts}@example.org`,
      username: `sign-in${accounts}`,
    });
    await store.settle(account);
  });

  describe('looking', () => {
    it.each(['email', 'username'] as const)('finds the account that claims the %s', async (kind) => {
      const identifier = `${kind}#${account[kind]}`;
      expect(await store.signIn.look(strangerKeys({ identifier }))).toEqual({
        account: account.id,
        globalEpoch: '',
        pair: undefined,
        address: undefined,
      });
    });

    it('finds nobody under what nobody claims, an id, or what is no identifier', async () => {
      for (const identifier of ['email#nobody@example.org', account.id, undefined])
        expect((await store.signIn.look(strangerKeys({ identifier }))).account).toBeUndefined();
    });

    it('tells the wrong answers of the pair and of the address in its ten minutes', async () => {
      const keys = strangerKeys();
      const other = strangerKeys({ address: keys.address });
      const refusal = { subject: account.id, reason: 'wrong-password', visit: VISIT } as const;
      await store.signIn.refuse({ ...refusal, keys });
      await store.signIn.refuse({ ...refusal, keys });
      await store.signIn.refuse({ ...refusal, keys: other });
      expect(await store.signIn.look(keys)).toMatchObject({
        pair: { tries: 2, at: START },
        address: { tries: 3, at: START },
      });
      expect(await store.signIn.look({ ...keys, now: START + 600_000 })).toMatchObject({
        pair: { tries: 2, at: START },
        address: undefined,
      });
    });
  });

  it('a refusal is in the audit trail of its subject, with why', async () => {
    const refused = { subject: account.id, reason: 'locked', keys: strangerKeys(), visit: VISIT } as const;
    await store.signIn.refuse(refused);
    expect(await store.audit(account.id)).toEqual([
      { account: account.id, event: 'sign-in-refused', reason: 'locked', ...VISIT },
    ]);
  });

  describe('opening', () => {
    it('writes the flow, the message that is owed, and the send', async () => {
      const flow = flowOf(account);
      expect(await store.signIn.open(openingOf(account, flow))).toBe('opened');
      expect(await store.signIn.flow(flow.id)).toMatchObject(flow);
      expect(await store.signIn.sent(flow.tally)).toEqual([START / 1000]);
      expect((await store.messages()).filter(({ account: owner }) => owner === account.id)).toEqual([
        {
          id: flow.message,
          kind: 'sign-in-code',
          account: account.id,
          channel: 'email',
          flow: flow.id,
          counter: 1,
          createdAt: START,
          state: 'owed',
        },
      ]);
    });

    it('ends the wrong passwords before it, and those only', async () => {
      await store.signIn.buyPasswordTry({ subject: account.id }, START);
      const flow = flowOf(account);
      await store.signIn.open(openingOf(account, flow));
      await store.signIn.buyCodeTry(flow, START);
      await store.signIn.open(silentOpeningOf(account, flowOf(account)));
      expect(await store.signIn.buyPasswordTry({ subject: account.id }, START)).toEqual({
        outcome: 'bought',
        standing: {
          password: { tries: 1, at: START },
          code: { tries: 1, at: START },
          sent: [START / 1000],
          triesOnly: false,
        },
      });
    });

    it('ends the told wait of its pair, and that of no other', async () => {
      const keys = strangerKeys();
      const other = strangerKeys({ address: keys.address });
      for (const each of [keys, other])
        await store.signIn.refuse({ subject: account.id, reason: 'wrong-password', keys: each, visit: VISIT });
      await store.signIn.open({ ...silentOpeningOf(account, flowOf(account)), forget: keys });
      expect((await store.signIn.look(keys)).pair).toBeUndefined();
      expect((await store.signIn.look(other)).pair).toEqual({ tries: 1, at: START });
      expect((await store.signIn.look(keys)).address).toEqual({ tries: 2, at: START });
    });

    it('puts a stronger hash in the place of the one that was checked', async () => {
      await store.signIn.open({ ...silentOpeningOf(account, flowOf(account)), rehash: 'stronger' });
      expect(await store.account(account.id)).toEqual({ ...account, passwordHash: 'stronger' });
    });

    it.each([
      ['locked', { status: 'locked' }],
      ['of another epoch', { epoch: 'epoch-2' }],
      ['with another password', { passwordHash: 'another' }],
    ] as const)('writes nothing for an account that is %s by now', async (_, change) => {
      await store.settle({ ...account, ...change });
      const flow = flowOf(account);
      expect(await store.signIn.open({ ...openingOf(account, flow), rehash: 'stronger' })).toBe('changed');
      expect(await store.signIn.flow(flow.id)).toBeUndefined();
      expect(await store.signIn.sent(flow.tally)).toEqual([]);
      expect(await store.account(account.id)).toEqual({ ...account, ...change });
    });

    it('writes nothing when another code was sent since the sends were read', async () => {
      await store.signIn.open(openingOf(account, flowOf(account)));
      const late = flowOf(account);
      expect(await store.signIn.open(openingOf(account, late))).toBe('sent-meanwhile');
      expect(await store.signIn.flow(late.id)).toBeUndefined();
      expect(await store.signIn.open(openingOf(account, late, [START / 1000]))).toBe('opened');
      expect(await store.signIn.open(openingOf(account, flowOf(account), [1]))).toBe('sent-meanwhile');
    });

    it('sends one of ten codes that were all due', async () => {
      const openings = Array.from({ length: 10 }, () => openingOf(account, flowOf(account)));
      const outcomes = await Promise.allSettled(openings.map((opening) => store.signIn.open(opening)));
      const opened = outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value === 'opened');
      expect(opened).toHaveLength(1);
      expect(await store.signIn.sent({ subject: account.id })).toEqual([START / 1000]);
    });
  });

  it('knows what became of a message', async () => {
    const flow = flowOf(account);
    await store.signIn.open(openingOf(account, flow));
    const message = flow.message ?? '';
    expect(await store.signIn.delivery(message)).toBe('pending');
    await store.outbox.take(message, START);
    expect(await store.signIn.delivery(message)).toBe('pending');
    await store.outbox.settle(message, 'sent', START);
    expect(await store.signIn.delivery(message)).toBe('sent');
  });
}
