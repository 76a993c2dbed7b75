import { describe, expect, test } from 'vitest';
import {
  accountOf,
  askConfirmation,
  changes,
  codeTo,
  confirmed,
  moveTo,
  type Signed,
  signedIn,
} from './harness/changes.ts';
import { newPassword } from './harness/recoveries.ts';
import { report } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { flowIn, wrong } from './harness/steps.ts';
import { watchWork } from './harness/work.ts';

watchWork();
const stage = setStage();
let bypasses = 0;
let tried = 0;

/** Every change with that flow, from that browser: none succeeds, and the account is what it was. */
async function expectNoChange({ browser, person }: Signed, flow: string, but?: string): Promise<void> {
  const before = await accountOf(stage.portal, person);
  for (const [, action, change] of changes.filter(([, action]) => action !== but)) {
    const reply = await change(browser.clone(), flow);
    tried += 1;
    if (reply.status < 400) bypasses += 1;
    expect([action, reply.status]).toEqual([
      action,
      expect.toSatisfy((status) => [401, 403, 409, 410].includes(status)),
    ]);
    expect(reply.cookies).toEqual([]);
  }
  expect(await accountOf(stage.portal, person)).toEqual(before);
}

describe('T28 step-up for a change of factor', () => {
  test('T28 a fresh session alone changes nothing, whatever flow it names', async () => {
    const signed = await signedIn(stage.portal);
    await expectNoChange(signed, 'A'.repeat(22));
  });

  test('T28 the flow of a sign-in is no confirmation', async () => {
    const { person, browser, flow } = await stage.atCodePage();
    await expectNoChange({ person, browser }, flow);
  });

  test('T28 a password without the code confirms nothing', async () => {
    const signed = await signedIn(stage.portal);
    await expectNoChange(signed, flowIn(await askConfirmation(signed, 'change-password')));
    stage.portal.clock.advance(31);
    await expectNoChange(signed, flowIn(await askConfirmation(signed, 'change-email')));
  });

  test('T28 what is confirmed for one action is good for no other', async () => {
    for (const action of ['change-password', 'change-email', 'change-phone', 'download-data'] as const) {
      const signed = await signedIn(stage.portal);
      const flow = await confirmed(stage.portal, signed, action);
      await expectNoChange(signed, flow, action);
    }
  });

  test('T28 a confirmation ends after five minutes', async () => {
    for (const action of ['change-password', 'change-email', 'change-phone'] as const) {
      const signed = await signedIn(stage.portal);
      const flow = await confirmed(stage.portal, signed, action);
      stage.portal.clock.advance(5 * 60 - 31);
      await expectNoChange(signed, flow);
    }
  });

  test('T28 another session of the same person has nothing of it, with the flow’s own cookie', async () => {
    const { portal } = stage;
    const owner = await signedIn(portal);
    const thief = await signedIn(portal, owner.person);
    const flow = await confirmed(portal, owner, 'change-password');
    thief.browser.jar.set('__Host-flow', owner.browser.jar.get('__Host-flow') ?? '');
    await expectNoChange(thief, flow);
    // And the session without the browser's cookie has nothing either.
    const copied = owner.browser.clone();
    copied.jar.delete('__Host-flow');
    await expectNoChange({ person: owner.person, browser: copied }, flow);
    const change = { flow, password: newPassword() };
    expect((await owner.browser.send('PUT /api/account/password', change)).status).toBe(200);
  });

  test('T67 another account has nothing of it, in either direction', async () => {
    const { portal } = stage;
    const [anna, bob] = [await signedIn(portal), await signedIn(portal)];
    const flow = await confirmed(portal, anna, 'change-password');
    const before = await accountOf(portal, anna.person);
    bob.browser.jar.set('__Host-flow', anna.browser.jar.get('__Host-flow') ?? '');
    await expectNoChange(bob, flow);
    const mixed = anna.browser.clone();
    mixed.jar.set('__Host-session', bob.browser.jar.get('__Host-session') ?? '');
    await expectNoChange({ person: bob.person, browser: mixed }, flow);
    expect(await accountOf(portal, anna.person)).toEqual(before);
  });

  test('T28 a session that has ended confirms and changes nothing', async () => {
    const { portal } = stage;
    const signed = await signedIn(portal);
    const flow = await confirmed(portal, signed, 'change-password');
    const copied = signed.browser.clone();
    await signed.browser.send('DELETE /api/session');
    await expectNoChange({ person: signed.person, browser: copied }, flow);
    expect((await askConfirmation({ ...signed, browser: copied }, 'change-email')).code).toBe('signed-out');
  });

  test('T28 a confirmation is good for one change', async () => {
    const { portal } = stage;
    const signed = await signedIn(portal);
    const flow = await confirmed(portal, signed, 'change-password');
    const thief = signed.browser.clone();
    const change = { flow, password: newPassword() };
    expect((await signed.browser.send('PUT /api/account/password', change)).status).toBe(200);
    await expectNoChange({ person: signed.person, browser: thief }, flow);
    await expectNoChange(signed, flow);
  });

  test.for([2, 8])('T28 of %i changes at once, one wins, and every other session is gone', async (n) => {
    const { portal } = stage;
    const signed = await signedIn(portal);
    const flow = await confirmed(portal, signed, 'change-password');
    const twins = Array.from({ length: n }, () => signed.browser.clone());
    const replies = await Promise.all(
      twins.map((twin) => twin.send('PUT /api/account/password', { flow, password: newPassword() })),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    const alive = await Promise.all(twins.map((twin) => twin.send('GET /api/session')));
    expect(alive.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('T28 of two confirmed changes in two browsers, the first ends the second', async () => {
    const { portal } = stage;
    const one = await signedIn(portal);
    const two = await signedIn(portal, one.person);
    const first = await confirmed(portal, one, 'change-password');
    const second = await confirmed(portal, two, 'change-phone');
    const change = { flow: first, password: newPassword() };
    expect((await one.browser.send('PUT /api/account/password', change)).status).toBe(200);
    expect((await two.browser.send('POST /api/account/phone/removal', { flow: second })).code).toBe('signed-out');
    expect((await accountOf(portal, one.person)).phone).toBeDefined();
  });
});

describe('T28 a new address is proved before it is used', () => {
  test('T28 neither the code of the confirmation nor that of the address before proves it', async () => {
    const { portal } = stage;
    const signed = await signedIn(portal);
    const asked = flowIn(await askConfirmation(signed, 'change-email'));
    const confirmation = await codeTo(portal, signed.person.account.email);
    await signed.browser.send('POST /api/account/confirmation/code', { flow: asked, code: confirmation });
    portal.clock.advance(31);
    const name = (email: string) => signed.browser.send('POST /api/account/email', { flow: asked, email });
    const prove = (code: string) => signed.browser.send('POST /api/account/email/code', { flow: asked, code });
    await name('own@thief.example.com');
    expect((await prove(confirmation)).status).toBe(401);
    const own = await codeTo(portal, 'own@thief.example.com');
    portal.clock.advance(31);
    await name('victim@example.com');
    const theirs = await codeTo(portal, 'victim@example.com');
    expect((await prove(own === theirs ? wrong(own) : own)).code).toBe('code-refused');
    expect((await accountOf(portal, signed.person)).email).toBe(signed.person.account.email);
    expect((await prove(theirs)).status).toBe(200);
  });

  test('T28 five guesses and no more, however often it is sent again', async () => {
    const { portal } = stage;
    const signed = await signedIn(portal);
    const flow = await confirmed(portal, signed, 'change-phone');
    let guesses = 0;
    for (let sent = 0; sent < 3; sent += 1) {
      await signed.browser.send('POST /api/account/phone', { flow, phone: '+31687654321' });
      const code = await codeTo(portal, '+31687654321').catch(() => '000000');
      for (let i = 1; i <= 3; i += 1) {
        const reply = await signed.browser.send('POST /api/account/phone/code', { flow, code: wrong(code, i) });
        if (reply.code === 'code-refused') guesses += 1;
      }
      portal.clock.advance(31);
    }
    expect(guesses).toBe(5);
    report('T28', { 'guesses of a new address’s code': guesses });
  });

  test.each(['verified', 'role', 'status', 'epoch', 'account', 'confirmed', 'expiresAt', 'triesLeft'])(
    'T67 nobody marks himself: %s',
    async (field) => {
      const signed = await signedIn(stage.portal);
      const flow = await confirmed(stage.portal, signed, 'change-phone');
      const body = { flow, phone: '+31687654321', [field]: true };
      expect((await signed.browser.send('POST /api/account/phone', body)).code).toBe('invalid-request');
      expect((await signed.browser.send('PATCH /api/account', { [field]: true })).code).toBe('invalid-request');
    },
  );

  test('T28 the address before is told of each change, and what was begun with it ends', async () => {
    const { portal } = stage;
    const signed = await signedIn(portal);
    const { email, phone } = signed.person.account;
    const pending = await stage.atCodePage(signed.person);
    expect((await moveTo(portal, signed, 'anna@new.example.com')).status).toBe(200);
    const told = (await portal.deliver()).map(({ to }) => to[0]);
    expect(told).toContain(email);
    expect(told).toContain(phone?.number);
    const { flow, code } = pending;
    expect((await pending.browser.send('POST /api/sign-in/code', { flow, code })).status).toBeGreaterThan(400);
    report('T28', { 'requests tried': tried, bypasses });
    expect(bypasses).toBe(0);
  });
});
