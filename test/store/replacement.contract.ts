import { beforeEach, expect, it } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import type { SignInFlow } from '../../lambdas/auth/flow.ts';
import { endOf } from '../../lambdas/auth/mailed-secrets.ts';
import type { Replacement } from '../../lambdas/auth/sign-in-store.ts';
import type { Store } from '../fakes/memory-store.ts';
import { idOf, person, START } from '../harness/people.ts';
import { flowOf, silentOpeningOf, VISIT } from '../harness/sign-ins.ts';

const NOW = START + 1000;
const TEMPORARY = { temporaryEndsAt: endOf('temporary-password', START) };
let accounts = 0;

/** What the replacement of a given password promises, of either kind of store. */
export function replacementContract(start: () => Promise<Store>): void {
  let store: Store;
  let account: Account;
  let before: SignInFlow;

  beforeEach(async () => {
    store = await start();
    accounts += 1;
    account = person({
      id: idOf(`replace-${accounts}-`),
      email: `replace${accounts}@example.org`,
      mustReplacePassword: true,
    });
    await open({});
  });

  async function open(mustReplace: NonNullable<SignInFlow['mustReplace']>): Promise<void> {
    await store.settle(account);
    const { message: _, ...flow } = flowOf(account, { counter: 0, codeEndsAt: 0, mustReplace });
    before = flow;
    await store.signIn.open(silentOpeningOf(account, before));
  }

  function replacementOf(given: Partial<Replacement> = {}): Replacement {
    const message = idOf(`code-${before.id}`);
    const { mustReplace: _, ...rest } = before;
    const after = { ...rest, epoch: 'epoch-2', counter: 1, codeEndsAt: NOW + 300_000, message };
    const code = { message, sentBefore: [], sentAfter: [NOW / 1000] };
    return {
      account,
      before,
      after,
      passwordHash: 'new-hash',
      code,
      notice: idOf(`notice-${before.id}`),
      now: NOW,
      ...given,
    };
  }

  it('sets the password and the epoch, in the flow too, and owes the code and a notice', async () => {
    const replacement = replacementOf();
    expect(await store.replacement.replace(replacement)).toBe('replaced');
    const { mustReplacePassword: _, ...own } = account;
    expect(await store.account(account.id)).toEqual({ ...own, passwordHash: 'new-hash', epoch: 'epoch-2' });
    const flow = await store.signIn.flow(before.id);
    expect(flow).toMatchObject(replacement.after);
    expect(flow).not.toHaveProperty('mustReplace');
    expect(await store.signIn.sent({ subject: account.id })).toEqual([NOW / 1000]);
    const owed = (await store.messages()).filter((message) => message.account === account.id);
    expect(owed.map(({ kind }) => kind).toSorted()).toEqual(['password-set', 'sign-in-code']);
    expect(await store.audit(account.id)).toEqual([
      { account: account.id, event: 'password-set', by: 'sign-in', flow: before.id, ...VISIT, at: NOW },
    ]);
  });

  it('behind a temporary password is a recovery by mail', async () => {
    await open(TEMPORARY);
    expect(await store.replacement.replace(replacementOf())).toBe('replaced');
    expect(await store.account(account.id)).toMatchObject({
      recovered: { at: NOW, channel: 'email', since: 0 },
      reopenedAt: NOW,
    });
  });

  it('is refused where somebody has signed in since the temporary password was mailed', async () => {
    account = { ...account, lastSignIn: { ...VISIT, at: START } };
    await open(TEMPORARY);
    expect(await store.replacement.replace(replacementOf())).toBe('changed');
    account = { ...account, lastSignIn: { ...VISIT, at: START - 1 } };
    await open(TEMPORARY);
    expect(await store.replacement.replace(replacementOf())).toBe('replaced');
  });

  it('happens once, of ten at once', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () => store.replacement.replace(replacementOf())),
    );
    expect(outcomes.filter((it) => it.status === 'fulfilled' && it.value === 'replaced')).toHaveLength(1);
  });

  it('tells when a code was sent meanwhile, writes nothing then, and goes without one', async () => {
    const late = { message: idOf('late'), sentBefore: [1], sentAfter: [1, 2] };
    expect(await store.replacement.replace(replacementOf({ code: late }))).toBe('sent-meanwhile');
    expect(await store.account(account.id)).toEqual(account);
    const { code: _, ...silent } = replacementOf();
    const { message: __, ...after } = silent.after;
    expect(await store.replacement.replace({ ...silent, after: { ...after, counter: 0 } })).toBe('replaced');
  });

  it.each([{ status: 'locked' }, { epoch: 'another' }] as const)(
    'is refused for an account that has %o by now',
    async (change) => {
      await store.settle({ ...account, ...change });
      expect(await store.replacement.replace(replacementOf())).toBe('changed');
      expect(await store.account(account.id)).toEqual({ ...account, ...change });
    },
  );

  it('is refused at exactly the end of the flow', async () => {
    expect(await store.replacement.replace(replacementOf({ now: before.expiresAt }))).toBe('changed');
  });
}
