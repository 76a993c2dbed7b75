import { describe, expect, test } from 'vitest';
import { accountOf, confirmed, linkTo, moveTo, type Signed, sayNotMe, signedIn } from './harness/changes.ts';
import { changeAccount } from './harness/person.ts';
import { atResetPage, newPassword, setPassword } from './harness/recoveries.ts';
import { setStage } from './harness/stage.ts';
import { typePassword } from './harness/steps.ts';
import { watchWork } from './harness/work.ts';

watchWork();
const stage = setStage();
const DAY = 24 * 3600;

/** A thief who is signed in has moved the account to an address of his own. */
async function stolen(): Promise<Signed & { readonly link: string; readonly thiefs: string }> {
  const signed = await signedIn(stage.portal);
  const thiefs = `thief-${signed.person.account.id.toLowerCase().replace(/[^a-z0-9]/g, '')}@example.com`;
  expect((await moveTo(stage.portal, signed, thiefs)).status).toBe(200);
  return { ...signed, thiefs, link: await linkTo(stage.portal, signed.person.account.email) };
}

const moved = ({ person }: Signed, email: string): Signed['person'] => ({
  ...person,
  account: { ...person.account, email },
});

describe('T28 it was not me', () => {
  test('the thief is out at once, and the owner alone comes back', async () => {
    const { portal } = stage;
    const theft = await stolen();
    expect((await theft.browser.send('GET /api/session')).status).toBe(200);
    expect((await sayNotMe(portal, theft.link)).status).toBe(200);
    expect((await theft.browser.send('GET /api/session')).code).toBe('signed-out');
    expect((await typePassword(portal.browser(), theft.person)).code).toBe('sign-in-refused');
    expect(await accountOf(portal, theft.person)).toMatchObject({
      email: theft.person.account.email,
      status: 'locked',
      locked: { by: 'owner' },
    });
    // The thief has nothing to recover it by; the owner has.
    await expect(atResetPage(portal, moved(theft, theft.thiefs))).rejects.toThrow('Nothing has come');
    const back = await atResetPage(portal, theft.person);
    expect((await setPassword(back, newPassword())).status).toBe(200);
    expect(await accountOf(portal, theft.person)).toMatchObject({ status: 'active' });
  });

  test('the browsers that came with the thief are known no more', async () => {
    const { portal } = stage;
    const theft = await stolen();
    await sayNotMe(portal, theft.link);
    const known = (await portal.database.rows('limits')).filter(
      ({ subject, scope }) => subject === theft.person.account.id && String(scope).startsWith('browser#'),
    );
    expect(known).toEqual([]);
  });

  test('a recovery over the thief’s address does not end the owner’s link', async () => {
    const { portal } = stage;
    const theft = await stolen();
    portal.clock.advance(DAY);
    const recovery = await atResetPage(portal, moved(theft, theft.thiefs));
    expect((await setPassword(recovery, newPassword())).status).toBe(200);
    expect((await sayNotMe(portal, theft.link)).status).toBe(200);
    expect((await accountOf(portal, theft.person)).email).toBe(theft.person.account.email);
  });

  test('the thief’s own links put nothing back once the owner has spoken', async () => {
    const { portal } = stage;
    const theft = await stolen();
    portal.clock.advance(60);
    const further = moved(theft, theft.thiefs);
    expect((await moveTo(portal, { ...theft, person: further }, `b-${theft.thiefs}`)).status).toBe(200);
    const thiefsLink = await linkTo(portal, theft.thiefs);
    expect((await sayNotMe(portal, theft.link)).status).toBe(200);
    expect((await sayNotMe(portal, thiefsLink)).code).toBe('link-ended');
    expect((await accountOf(portal, theft.person)).email).toBe(theft.person.account.email);
  });

  test('and those he used before do not end the owner’s', async () => {
    const { portal } = stage;
    const theft = await stolen();
    portal.clock.advance(60);
    const further = moved(theft, theft.thiefs);
    await moveTo(portal, { ...theft, person: further }, `c-${theft.thiefs}`);
    expect((await sayNotMe(portal, await linkTo(portal, theft.thiefs))).status).toBe(200);
    expect((await sayNotMe(portal, theft.link)).status).toBe(200);
    expect((await accountOf(portal, theft.person)).email).toBe(theft.person.account.email);
  });

  test('a thief’s phone number is not used to come back', async () => {
    const { portal } = stage;
    const signed = await signedIn(portal);
    const flow = await confirmed(portal, signed, 'change-phone');
    await signed.browser.send('POST /api/account/phone/removal', { flow });
    portal.clock.advance(31);
    const link = await linkTo(portal, signed.person.account.email);
    await changeAccount(portal.database, signed.person.account, {
      phone: { number: '+31699999999', country: 'NL', verified: true },
      phoneSince: portal.clock.now(),
      channel: 'sms',
    });
    expect((await sayNotMe(portal, link)).status).toBe(200);
    expect(await accountOf(portal, signed.person)).toMatchObject({
      phone: signed.person.account.phone,
      channel: 'email',
    });
  });

  test.each([
    ['after ten days', () => stage.portal.clock.advance(10 * DAY)],
    [
      'after an operator has unlocked the account',
      async ({ person }: Signed) => {
        stage.portal.clock.advance(1);
        const now = await accountOf(stage.portal, person);
        await changeAccount(stage.portal.database, now, { unlockedAt: stage.portal.clock.now() });
      },
    ],
    [
      'while the account is disabled',
      ({ person }: Signed) => changeAccount(stage.portal.database, person.account, { status: 'disabled' }),
    ],
  ])('the link has ended %s', async (_, end) => {
    const theft = await stolen();
    await end(theft);
    const before = await accountOf(stage.portal, theft.person);
    expect((await sayNotMe(stage.portal, theft.link)).code).toBe('link-ended');
    expect(await accountOf(stage.portal, theft.person)).toEqual(before);
  });

  test('a recovery over the address that was there before ends the link of a notice', async () => {
    const { portal } = stage;
    const { person } = await signedIn(portal);
    const link = await linkTo(portal, person.account.email);
    portal.clock.advance(60);
    expect((await setPassword(await atResetPage(portal, person), newPassword())).status).toBe(200);
    expect((await sayNotMe(portal, link)).code).toBe('link-ended');
  });

  test('a newer notice to the same address takes the place of the one before', async () => {
    const { portal } = stage;
    const signed = await signedIn(portal);
    const first = await linkTo(portal, signed.person.account.email);
    const flow = await confirmed(portal, signed, 'change-password');
    await signed.browser.send('PUT /api/account/password', { flow, password: newPassword() });
    const second = await linkTo(portal, signed.person.account.email);
    expect((await sayNotMe(portal, first)).code).toBe('link-ended');
    expect((await sayNotMe(portal, second)).status).toBe(200);
  });

  test('what an operator locked, the owner does not unlock', async () => {
    const { portal } = stage;
    const theft = await stolen();
    const now = await accountOf(portal, theft.person);
    await changeAccount(portal.database, now, { status: 'locked', locked: { by: 'operator', at: portal.clock.now() } });
    expect((await sayNotMe(portal, theft.link)).status).toBe(200);
    expect(await accountOf(portal, theft.person)).toMatchObject({ status: 'locked', locked: { by: 'operator' } });
    await expect(atResetPage(portal, theft.person)).rejects.toThrow('Nothing has come');
  });

  test.for([2, 8])('of %i presses at once, one locks, and one mail says so', async (n) => {
    const { portal } = stage;
    const theft = await stolen();
    const replies = await Promise.all(Array.from({ length: n }, () => sayNotMe(portal, theft.link)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await portal.deliver()).filter(({ subject }) => /locked/.test(subject ?? ''))).toHaveLength(1);
  });

  test('T35 a link that is looked at by machines changes nothing', async () => {
    const { portal } = stage;
    const theft = await stolen();
    for (const route of ['GET /api/session', 'GET /api/account'] as const) await portal.browser().send(route);
    expect(theft.link).not.toContain('?');
    expect((await accountOf(portal, theft.person)).status).toBe('active');
  });
});
