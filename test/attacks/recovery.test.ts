import { describe, expect, test } from 'vitest';
import { changeAccount, type Person } from './harness/person.ts';
import { accepted, redeem, withPhone } from './harness/phones.ts';
import { atActivationPage, atResetPage, newPassword, setPassword, wrongReset } from './harness/recoveries.ts';
import { report, rounds } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { flowIn, readCode, signIn, typeCode, typePassword } from './harness/steps.ts';
import { watchWork } from './harness/work.ts';

watchWork();
const stage = setStage();

/** Which of these passwords are the account's. */
async function working(person: Person, passwords: readonly string[]): Promise<readonly string[]> {
  const found = [];
  for (const password of passwords) {
    stage.portal.clock.advance(901);
    const { status } = await typePassword(stage.portal.browser(), { ...person, password });
    if (status === 200) found.push(password);
  }
  return found;
}

describe('T31 reset race and replay', () => {
  test.for([2, 8, 32])('T31 %i finishes at once with different passwords: one wins, and is the password', async (n) => {
    const { portal } = stage;
    const second = await portal.start();
    const tried = rounds(Math.ceil(24 / n));
    let most = 0;
    for (let round = 0; round < tried; round += 1) {
      const { person, browser, flow, code } = await (round % 3 === 2 ? atActivationPage(portal) : atResetPage(portal));
      const twin = portal.browser(second);
      for (const [name, value] of browser.jar) twin.jar.set(name, value);
      const passwords = Array.from({ length: n }, newPassword);
      const replies = await Promise.all(
        passwords.map((password, i) =>
          setPassword({ browser: (i % 2 === 0 ? browser : twin).clone(), flow, code }, password),
        ),
      );
      const won = passwords.filter((_, i) => replies[i]?.status === 200);
      expect(won).toHaveLength(1);
      expect(await working(person, passwords)).toEqual(won);
      most = Math.max(most, won.length);
    }
    report('T31', { 'at once': n, rounds: tried, 'most successes in a round': most });
  });

  test('T31 a reset code works once, and not after a newer one', async () => {
    const { portal } = stage;
    const used = await atResetPage(portal);
    const thief = { ...used, browser: used.browser.clone() };
    expect((await setPassword(used, newPassword())).status).toBe(200);
    for (let i = 0; i < 3; i += 1) expect((await setPassword(thief, newPassword())).code).toBe('flow-ended');

    const first = await atResetPage(portal);
    portal.clock.advance(31);
    await first.browser.send('POST /api/recovery/send', { flow: first.flow, channel: 'email' });
    expect((await setPassword(first, newPassword())).code).toBe('code-refused');

    const one = await atResetPage(portal);
    portal.clock.advance(31);
    const other = await atResetPage(portal, one.person);
    expect((await setPassword(other, newPassword())).status).toBe(200);
    expect((await setPassword(one, newPassword())).code).toBe('code-refused');
    report('T31', { replays: 5, accepted: 0 });
  });

  test('T31 two recoveries of one account finish at once: one password', async () => {
    const { portal } = stage;
    const tried = rounds(4);
    for (let round = 0; round < tried; round += 1) {
      const one = await atResetPage(portal);
      portal.clock.advance(31);
      const pages = [one, await atResetPage(portal, one.person)];
      const passwords = pages.map(newPassword);
      const replies = await Promise.all(pages.map((page, i) => setPassword(page, passwords[i] ?? '')));
      const won = passwords.filter((_, i) => replies[i]?.status === 200);
      expect(won).toHaveLength(1);
      expect(await working(one.person, passwords)).toEqual(won);
    }
    report('T31', { 'two flows at once': tried, 'most successes in a round': 1 });
  });

  test('T31 five wrong codes end the flow, and the right one comes too late; two hundred at once are no more', async () => {
    const { portal } = stage;
    const at = await atResetPage(portal);
    const codes = Array.from({ length: 200 }, (_, i) => wrongReset(at.code, i + 1));
    const replies = await Promise.all(
      codes.map((code) => setPassword({ ...at, browser: at.browser.clone(), code }, newPassword())),
    );
    expect(replies.filter(({ status }) => status === 200)).toEqual([]);
    const refused = (await portal.database.rows('audit')).filter(({ flow }) => flow === at.flow);
    expect(refused.length).toBeLessThanOrEqual(5);
    expect((await setPassword(at, newPassword())).status).toBe(410);
  });
});

describe('T33 what a reset leaves', () => {
  test('T33 nobody is signed in by it; sessions, pending sign-ins and other recoveries end; the code is still asked', async () => {
    const { portal } = stage;
    const person = await portal.person();
    const signedIn = portal.browser();
    await signIn(portal, signedIn, person);
    portal.clock.advance(31);
    const pending = portal.browser();
    const pendingFlow = flowIn(await typePassword(pending, person));
    const pendingCode = await readCode(portal, person);
    const at = await atResetPage(portal, person);
    expect((await signedIn.send('GET /api/session')).status).toBe(200);
    const password = newPassword();
    const done = await setPassword(at, password);
    expect(done.body).toEqual({ step: 'done' });
    expect(done.cookies.map((cookie) => cookie.split('=')[0]?.replace(/-[\w-]{12}$/, ''))).toEqual([
      '__Host-flow',
      '__Host-known',
    ]);
    expect((await at.browser.send('GET /api/session')).status).toBe(401);
    expect((await signedIn.send('GET /api/session')).status).toBe(401);
    expect((await typeCode(pending, pendingFlow, pendingCode)).status).toBe(410);
    expect((await pending.send('GET /api/sign-in')).body).toEqual({ step: 'start' });
    const notices = await portal.deliver();
    expect(notices.map(({ channel, to }) => [channel, to[0]]).toSorted()).toEqual([
      ['email', person.account.email],
      ['sms', person.account.phone?.number],
    ]);
    portal.clock.advance(31);
    const opened = await typePassword(at.browser, { ...person, password });
    expect(opened.body).toMatchObject({ step: 'code', channel: 'sms', channels: [{ channel: 'sms' }] });
    portal.clock.advance(24 * 3600);
    const later = await typePassword(portal.browser(), { ...person, password });
    expect(later.body).toMatchObject({ channel: 'email', channels: [{ channel: 'email' }, { channel: 'sms' }] });
    report('T33', { 'sessions alive after a reset': 0, 'signed in by it': 0 });
  });

  test('T33 who has the mailbox alone is not let in where there is a phone: for a day it signs in, and confirms', async () => {
    const { portal } = stage;
    const { person, phone } = await withPhone(portal);
    const { number = '', country = '' } = person.account.phone ?? {};
    await changeAccount(portal.database, person.account, { phone: { number, country } });
    portal.clock.advance(31);
    const at = await atResetPage(portal, person);
    const password = newPassword();
    expect((await setPassword(at, password)).status).toBe(200);
    await portal.deliver();
    portal.clock.advance(31);
    const thief = await typePassword(at.browser, { ...person, password });
    expect([thief.status, thief.code, thief.cookies]).toEqual([403, 'phone-needed', []]);
    expect(await portal.deliver()).toEqual([]);
    const { browser, flow } = await accepted(portal, { person, phone });
    expect((await redeem(browser, flow)).status).toBe(200);
    const confirming = await browser.send('POST /api/account/confirmation', { action: 'change-email', password });
    expect(confirming.code).toBe('phone-needed');
    portal.clock.advance(24 * 3600);
    expect((await typePassword(portal.browser(), { ...person, password })).body).toMatchObject({ channel: 'email' });
  });
});

describe('T32 reset without proof', () => {
  test('T32 no code, a code of another flow, of another account, or of a sign-in sets nothing', async () => {
    const { portal } = stage;
    const victim = await atResetPage(portal);
    const attacker = await atResetPage(portal);
    const password = newPassword();
    const nobody = portal.browser();
    const attempts = [
      // Finish first, without a cookie; with a made-up one; with the flow of another.
      await setPassword({ ...victim, browser: nobody }, password),
      await setPassword({ ...victim, browser: attacker.browser }, password),
      await setPassword({ ...attacker, code: victim.code }, password),
      await setPassword({ ...victim, code: attacker.code }, password),
      await attacker.browser.send('POST /api/recovery/password', { ...victim, browser: undefined, password }),
    ];
    const thief = portal.browser();
    thief.jar.set('__Host-flow', `${victim.flow}.${'A'.repeat(43)}`);
    attempts.push(await setPassword({ ...victim, browser: thief }, password));
    // Switch who is meant in the middle of a flow.
    for (const more of [{ identifier: victim.person.account.email }, { account: victim.person.account.id }]) {
      const { flow, code } = attacker;
      attempts.push(await attacker.browser.send('POST /api/recovery/password', { flow, code, password, ...more }));
    }
    expect(attempts.filter(({ status }) => status < 400)).toEqual([]);
    expect(await working(victim.person, [password, victim.person.password])).toEqual([victim.person.password]);
    expect(await working(attacker.person, [password, attacker.person.password])).toEqual([attacker.person.password]);
    report('T32', { attempts: attempts.length, takeovers: 0 });
  });

  test('T32 who may not recover cannot, with the code that would be theirs', async () => {
    const { portal } = stage;
    for (const status of ['locked', 'disabled', 'invited'] as const) {
      const at = await atResetPage(portal);
      await changeAccount(portal.database, at.person.account, { status });
      expect((await setPassword(at, newPassword())).code).toBe('code-refused');
      const [account] = (await portal.database.rows('accounts')).filter(({ id }) => id === at.person.account.id);
      expect(account).toMatchObject({ status, passwordHash: at.person.account.passwordHash });
    }
  });
});
