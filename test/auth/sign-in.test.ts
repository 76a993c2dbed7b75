import { beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import { addressName } from '../../lambdas/auth/not-me.ts';
import { hashToken } from '../../lambdas/auth/tokens.ts';
import { cheapHash, PASSWORD, person, START } from '../harness/people.ts';
import { type Portal, portalWith } from '../harness/rules.ts';

const anna = person({ username: 'anna' });
const REFUSED = { code: 'sign-in-refused', facts: {} };

let portal: Portal;

beforeEach(async () => {
  portal = await portalWith(anna);
});

const wrongPassword = (now: number, address = '198.51.100.1') =>
  portal.signIn({ password: 'wrong', address, now }).catch((error: unknown) => error);

describe('the right password of an active account', () => {
  it('opens a flow of that browser that waits for a code', async () => {
    const opened = await portal.signIn();
    expect(opened).toEqual({
      account: anna,
      channels: ['email'],
      cookie: { id: opened.flow.id, secret: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) },
      delivery: 'pending',
      resendAt: START + 30_000,
      flow: {
        id: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
        kind: 'sign-in',
        status: 'open',
        secretHash: hashToken(opened.cookie.secret),
        account: anna.id,
        epoch: anna.epoch,
        familiar: false,
        globalEpoch: '',
        expiresAt: START + 20 * 60_000,
        keyId: 'k1',
        counter: 1,
        channel: 'email',
        codeEndsAt: START + 5 * 60_000,
        triesLeft: 5,
        message: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
        tally: { subject: anna.id },
        address: addressName(anna.id, anna.email),
        visit: { at: START, browser: 'Firefox, Windows', place: 'Utrecht, NL' },
      },
    });
    expect(await portal.store.signIn.flow(opened.flow.id)).toEqual(opened.flow);
  });

  it.each(['Anna@Example.org', ' ANNA ', 'ａｎｎａ'])(
    'T21: is accepted with the identifier typed as %s',
    async (identifier) => {
      expect((await portal.signIn({ identifier })).flow.account).toBe(anna.id);
    },
  );

  it('sends the code over the channel that the account prefers', async () => {
    const phone = { number: '+31612345678', country: 'NL' };
    const preferring = async (given: Partial<Account>) =>
      (await (await portalWith(person({ phone, ...given }))).signIn()).flow.channel;
    expect(await preferring({ channel: 'sms' })).toBe('sms');
    expect(await preferring({ channel: 'email' })).toBe('email');
    expect((await (await portalWith(person({ channel: 'sms' }))).signIn()).flow.channel).toBe('email');
  });

  it('whose hash was made with less gets a stronger one', async () => {
    portal = await portalWith(person({ passwordHash: cheapHash(PASSWORD) }));
    await portal.signIn();
    expect((await portal.store.account(anna.id))?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await expect(portal.signIn({ now: START + 60_000 })).resolves.toBeDefined();
  });

  it('sends no second code within thirty seconds, and still opens a flow', async () => {
    await portal.signIn();
    const second = await portal.signIn({ now: START + 29_000 });
    expect(second).toMatchObject({ delivery: 'none', resendAt: START + 30_000, flow: { counter: 0, codeEndsAt: 0 } });
    expect(await portal.signIn({ now: START + 30_000 })).toMatchObject({ delivery: 'pending', flow: { counter: 1 } });
  });

  it('sends ten codes an hour and no more', async () => {
    const deliveries: string[] = [];
    for (let minute = 0; minute < 12; minute += 1)
      deliveries.push((await portal.signIn({ now: START + minute * 60_000 })).delivery);
    expect(deliveries).toEqual([...Array.from({ length: 10 }, () => 'pending'), 'none', 'none']);
  });

  it('clears the wrong ones before it', async () => {
    for (let tried = 0; tried < 4; tried += 1) await wrongPassword(START);
    await portal.signIn();
    for (let tried = 0; tried < 5; tried += 1)
      expect(await wrongPassword(START, `from-${tried}`)).toMatchObject(REFUSED);
    await expect(portal.signIn()).rejects.toMatchObject(REFUSED);
  });
});

describe('T16: one and the same refusal', () => {
  it.each<[string, Account | undefined, string]>([
    ['a wrong password', anna, 'wrong'],
    ['an unknown identifier', undefined, PASSWORD],
    ['a locked account', { ...anna, status: 'locked' }, PASSWORD],
    ['a disabled account', { ...anna, status: 'disabled' }, PASSWORD],
    ['an invited account', { ...withoutPassword(anna), status: 'invited' }, PASSWORD],
    ['an active account without a password', withoutPassword(anna), PASSWORD],
  ])('for %s', async (_, account, password) => {
    portal = await portalWith(...(account ? [account] : []));
    await expect(portal.signIn({ password })).rejects.toMatchObject(REFUSED);
  });

  it.each(['', '@', 'no body', 'аnna', `${'x'.repeat(300)}`])(
    'for the identifier %o, which no account can have',
    async (identifier) => {
      await expect(portal.signIn({ identifier })).rejects.toMatchObject(REFUSED);
    },
  );

  it('is told with a wait after the fifth wrong answer for what was typed, whether or not anybody is called that', async () => {
    for (const identifier of ['anna', 'nobody', 'no body'])
      for (let tried = 1; tried <= 6; tried += 1) {
        const refused = portal.signIn({ identifier, password: 'wrong' });
        if (tried <= 5) await expect(refused).rejects.toMatchObject(REFUSED);
        else
          await expect(refused).rejects.toMatchObject({ code: 'too-many-attempts', facts: { retryAfterSeconds: 1 } });
      }
  });

  it('the reason is in the audit trail alone', async () => {
    await wrongPassword(START);
    for (const status of ['locked', 'disabled'] as const) {
      await portal.store.settle({ ...anna, status });
      await portal.signIn().catch(() => undefined);
    }
    expect((await portal.store.audit(anna.id)).map(({ event, reason }) => [event, reason])).toEqual([
      ['sign-in-refused', 'wrong-password'],
      ['sign-in-refused', 'locked'],
      ['sign-in-refused', 'disabled'],
    ]);
  });
});

function withoutPassword({ passwordHash: _, ...account }: Account): Account {
  return account;
}
