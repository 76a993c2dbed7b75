import { describe, expect, test } from 'vitest';
import type { Browser, Reply } from './harness/browser.ts';
import { changeAccount, type Person } from './harness/person.ts';
import { newPassword, readTemporaryPassword } from './harness/recoveries.ts';
import { report, rounds } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { flowIn, readCode, signIn, typeCode, typePassword } from './harness/steps.ts';
import { watchWork } from './harness/work.ts';

watchWork();
const stage = setStage({ recovery: 'temporary-password' });
const DAY = 24 * 3600;

const ask = ({ account }: Person): Promise<Reply> =>
  stage.portal.browser().send('POST /api/recovery', { identifier: account.email });

/** Somebody who was mailed a temporary password. */
async function mailed(given?: Person): Promise<{ person: Person; temporary: string }> {
  const person = given ?? (await stage.portal.person());
  expect((await ask(person)).body).toEqual({ step: 'sent' });
  return { person, temporary: await readTemporaryPassword(stage.portal, person) };
}

const replace = (browser: Browser, flow: string, password: string): Promise<Reply> =>
  browser.send('POST /api/sign-in/password', { flow, password });

/** Somebody who signed in with the temporary password, and is asked for one of their own. */
async function atNewPassword(given?: Person) {
  const { person, temporary } = await mailed(given);
  const browser = stage.portal.browser();
  const opened = await typePassword(browser, { ...person, password: temporary });
  expect(opened.body).toMatchObject({ step: 'new-password' });
  return { person, temporary, browser, flow: flowIn(opened) };
}

describe('T30 temporary password', () => {
  test('T30 asks for a new password, then for the code over the other channel, and ends all sessions', async () => {
    const { portal } = stage;
    const person = await portal.person();
    const other = portal.browser();
    await signIn(portal, other, person);
    portal.clock.advance(31);
    const at = await atNewPassword(person);
    expect((await other.send('GET /api/session')).status).toBe(200);
    const password = newPassword();
    const replaced = await replace(at.browser, at.flow, password);
    expect(replaced.body).toMatchObject({ step: 'code', channel: 'sms', channels: [{ channel: 'sms' }] });
    expect((await other.send('GET /api/session')).status).toBe(401);
    const code = await readCode(portal, person);
    expect((await typeCode(at.browser, at.flow, code)).body).toEqual({ step: 'done' });
    expect((await at.browser.send('GET /api/session')).status).toBe(200);
  });

  test('T30 the change cannot be skipped: no code is sent, none is accepted, nobody is signed in', async () => {
    const { portal } = stage;
    const { browser, flow } = await atNewPassword();
    expect(await portal.deliver()).toEqual([]);
    for (const code of ['000000', '123456']) expect((await typeCode(browser, flow, code)).code).toBe('code-expired');
    portal.clock.advance(31);
    for (const channel of ['email', 'sms'])
      expect((await browser.send('POST /api/sign-in/send', { flow, channel })).code).toBe('flow-ended');
    expect((await browser.send('POST /api/recovery/send', { flow, channel: 'sms' })).code).toBe('flow-ended');
    expect((await browser.send('GET /api/session')).status).toBe(401);
    expect((await browser.send('GET /api/sign-in')).body).toMatchObject({ step: 'new-password', flow });
    report('T30', { 'ways round the change': 6, bypasses: 0 });
  });

  test('T30 neither itself nor the password before may be the new one, however it is typed', async () => {
    const { person, temporary, browser, flow } = await atNewPassword();
    for (const password of [temporary, temporary.toUpperCase(), person.password]) {
      expect((await replace(browser, flow, password)).code).toBe('password-refused');
    }
  });

  test('T30 is used up when the new password is set and not when it is typed, and works once', async () => {
    const { portal } = stage;
    const tried = rounds(4);
    for (let round = 0; round < tried; round += 1) {
      const at = await atNewPassword();
      const twins = await Promise.all(
        Array.from({ length: 3 }, async () => {
          const browser = portal.browser();
          const opened = await typePassword(browser, { ...at.person, password: at.temporary });
          return { browser, flow: flowIn(opened) };
        }),
      );
      const replies = await Promise.all(
        [at, ...twins].map(({ browser, flow }) => replace(browser, flow, newPassword())),
      );
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
      portal.clock.advance(31);
      const again = await typePassword(portal.browser(), { ...at.person, password: at.temporary });
      expect(again.code).toBe('sign-in-refused');
    }
    report('T30', { 'replacements raced': tried * 4, 'passwords set': tried });
  });

  test('T30 ends after exactly a day; asking while it is live sends the same one, after that a new one', async () => {
    const { portal } = stage;
    const { person, temporary } = await mailed();
    portal.clock.advance(DAY - 1);
    expect((await mailed(person)).temporary).toBe(temporary);
    expect((await typePassword(portal.browser(), { ...person, password: temporary })).status).toBe(200);
    portal.clock.advance(1);
    expect((await typePassword(portal.browser(), { ...person, password: temporary })).code).toBe('sign-in-refused');
    portal.clock.advance(30);
    expect((await mailed(person)).temporary).not.toBe(temporary);
  });

  test('T30 a flow begun with it ends when it does', async () => {
    const { portal } = stage;
    const { person, temporary } = await mailed();
    portal.clock.advance(DAY - 60);
    const browser = portal.browser();
    const flow = flowIn(await typePassword(browser, { ...person, password: temporary }));
    portal.clock.advance(60);
    expect((await replace(browser, flow, newPassword())).code).toBe('flow-ended');
  });

  test('T30 dies when the old password is used to the end, in flows already begun too', async () => {
    const { portal } = stage;
    const { person, temporary, browser, flow } = await atNewPassword();
    portal.clock.advance(31);
    expect((await signIn(portal, portal.browser(), person)).status).toBe(200);
    expect((await replace(browser, flow, newPassword())).code).toBe('flow-ended');
    expect((await typePassword(portal.browser(), { ...person, password: temporary })).code).toBe('sign-in-refused');
    portal.clock.advance(31);
    expect((await mailed(person)).temporary).not.toBe(temporary);
  });

  test('T30 gets the owner in although strangers have closed the password, and the code, for new browsers', async () => {
    const { portal } = stage;
    const person = await portal.person();
    for (let i = 0; i < 50; i += 1) {
      await typePassword(portal.browser(), person, { password: `Guess-${i}` });
      portal.clock.advance(901);
    }
    expect((await typePassword(portal.browser(), person)).code).toBe('sign-in-refused');
    const at = await atNewPassword(person);
    const password = newPassword();
    expect((await replace(at.browser, at.flow, password)).status).toBe(200);
    expect((await typeCode(at.browser, at.flow, await readCode(portal, person))).status).toBe(200);
  });

  test('T30 of a locked, disabled or changed account counts no more', async () => {
    const { portal } = stage;
    for (const change of [{ status: 'locked' }, { status: 'disabled' }, { epoch: 'another' }] as const) {
      const { person, temporary } = await mailed();
      await changeAccount(portal.database, person.account, change);
      const reply = await typePassword(portal.browser(), { ...person, password: temporary });
      expect(reply.code).toBe('sign-in-refused');
    }
  });

  test('T30 a weak hash of the old password is never replaced by one of the temporary password', async () => {
    const { portal } = stage;
    const person = await portal.person();
    const { passwordHash = '' } = person.account;
    const weak = passwordHash.replace('t=2', 't=1');
    await changeAccount(portal.database, person.account, { passwordHash: weak });
    await atNewPassword(person);
    const account = (await portal.database.rows('accounts')).find(({ id }) => id === person.account.id);
    expect(account?.passwordHash).toBe(weak);
  });

  test('T30 a repeat of the replacement whose answer was lost learns where the sign-in stands; another password does not', async () => {
    const at = await atNewPassword();
    const password = newPassword();
    const first = await replace(at.browser, at.flow, password);
    const again = await replace(at.browser, at.flow, password);
    expect(again.body).toEqual(first.body);
    expect((await replace(at.browser, at.flow, newPassword())).code).toBe('flow-ended');
  });
});
