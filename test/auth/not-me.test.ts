import { describe, expect, it } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import {
  addressName,
  isLive,
  NOT_ME_SECONDS,
  type NotMe,
  notMeOf,
  notMeToken,
  secureAccount,
} from '../../lambdas/auth/not-me.ts';
import { person, START } from '../harness/people.ts';
import { portalWith } from '../harness/rules.ts';
import { VISIT } from '../harness/sign-ins.ts';

const anna = person();
const LATER = START + 60_000;
const link = (given: Partial<NotMe> = {}): NotMe => ({ ...notMeOf(anna, START), ...given });
const before = { email: { address: 'anna@example.org' } };
const moved = person({ id: anna.id, email: 'thief@example.com', emailSince: START });

describe('a link “it was not me”', () => {
  it.each<[string, boolean, NotMe, Account]>([
    ['counts for the address that the account has', true, link(), anna],
    ['has ended after ten days', false, link({ expiresAt: LATER }), anna],
    ['has ended with its use', false, link({ used: {} }), anna],
    ['counts for an account that is locked', true, link(), { ...anna, status: 'locked' }],
    ['has ended for one that is disabled', false, link(), { ...anna, status: 'disabled' }],
    ['has ended with an unlock after it', false, link(), { ...anna, unlockedAt: START + 1 }],
    ['counts after an unlock before it', true, link(), { ...anna, unlockedAt: START - 1 }],
    [
      'has ended with a recovery after it',
      false,
      link(),
      { ...anna, recovered: { at: LATER, channel: 'email', since: 0 } },
    ],
    ['counts for the recovery that it tells of', true, link(), { ...anna, recovered: { at: START, channel: 'email' } }],
    ['counts for an address that was there before', true, link({ before }), moved],
    [
      'and after a recovery over the newer one',
      true,
      link({ before }),
      { ...moved, recovered: { at: LATER, channel: 'email', since: START } },
    ],
    [
      'but not after one over an older number',
      false,
      link({ before }),
      { ...moved, recovered: { at: LATER, channel: 'sms', since: 0 } },
    ],
    ['has ended for an address that is the account’s no more', false, link(), moved],
    ['has ended where an older address is back', false, link({ before, madeAt: START + 1 }), moved],
  ])('%s', (_, lives, notMe, account) => {
    expect(isLive(notMe, account, LATER)).toBe(lives);
  });

  it('names its address without telling it', () => {
    expect(addressName(anna.id, anna.email)).toMatch(/^[\w-]{22}$/);
    expect(addressName('another', anna.email)).not.toBe(addressName(anna.id, anna.email));
  });
});

describe('saying so', () => {
  /** Somebody signed in a minute ago. */
  async function noticed(account = anna) {
    const portal = await portalWith(account);
    const { random, keys } = portal.needs;
    await portal.answer(await portal.signIn(), { now: START });
    const { notMe } = await portal.store.links.look(account.id, addressName(account.id, account.email));
    const token = (notMe && notMeToken(keys, notMe)) ?? '';
    const say = (given: { token?: string; idempotencyKey?: string; now?: number } = {}) =>
      secureAccount({ store: portal.store.links, keys, random }, { token, visit: VISIT, now: LATER, ...given });
    return { portal, token, say };
  }

  it('locks the account and owes its owner the way back', async () => {
    const { portal, say } = await noticed();
    expect(await say()).toBe(anna.id);
    const locked = await portal.store.account(anna.id);
    expect(locked).toMatchObject({ status: 'locked', locked: { by: 'owner' } });
    expect(locked?.epoch).not.toBe(anna.epoch);
    expect((await portal.store.messages()).filter(({ kind }) => kind === 'account-secured')).toHaveLength(1);
  });

  it('works once; the same request again learns the same', async () => {
    const { say } = await noticed();
    expect(await say({ idempotencyKey: 'once' })).toBe(anna.id);
    expect(await say({ idempotencyKey: 'once' })).toBeUndefined();
    await expect(say({ idempotencyKey: 'twice' })).rejects.toMatchObject({ code: 'link-ended' });
    await expect(say()).rejects.toMatchObject({ code: 'link-ended' });
  });

  it.each([
    ['nothing', () => ''],
    ['no token', () => 'garbage'],
    ['another secret', (token: string) => `${token.slice(0, -43)}${'A'.repeat(43)}`],
    ['another account', (token: string) => `${'B'.repeat(22)}${token.slice(22)}`],
    ['another address', (token: string) => `${token.slice(0, 23)}${'C'.repeat(22)}${token.slice(45)}`],
  ])('is refused alike for %s', async (_, spoilt) => {
    const { portal, token, say } = await noticed();
    await expect(say({ token: spoilt(token) })).rejects.toMatchObject({ code: 'link-ended' });
    expect((await portal.store.account(anna.id))?.status).toBe('active');
  });

  it('counts until the tenth day is over', async () => {
    const { say } = await noticed();
    await expect(say({ now: START + NOT_ME_SECONDS * 1000 })).rejects.toMatchObject({ code: 'link-ended' });
    expect(await say({ now: START + NOT_ME_SECONDS * 1000 - 1 })).toBe(anna.id);
  });
});
