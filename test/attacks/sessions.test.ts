import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import type { Browser, Route } from './harness/browser.ts';
import { changeAccount } from './harness/person.ts';
import { report } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { flowIn, signIn, typeCode, typePassword } from './harness/steps.ts';
import { watchWork } from './harness/work.ts';

watchWork();
const stage = setStage();

const PROTECTED: readonly Route[] = ['GET /api/session', 'POST /api/session/activity'];
const MINUTE = 60;

/** Whether that browser is signed in, as far as any protected route says. */
async function isIn(browser: Browser): Promise<boolean> {
  const replies = await Promise.all(PROTECTED.map((route) => browser.clone().send(route)));
  const statuses = new Set(replies.map(({ status }) => status));
  expect(statuses.size).toBe(1);
  return statuses.has(200);
}

async function signedIn() {
  const person = await stage.portal.person();
  const browser = stage.portal.browser();
  expect((await signIn(stage.portal, browser, person)).status).toBe(200);
  return { person, browser };
}

describe('T26 session fixation', () => {
  test('T26 cookies planted before the sign-in are worth nothing after it', async () => {
    const { portal } = stage;
    const attacker = await signedIn();
    const victim = await portal.person();
    const planted = [...attacker.browser.jar, ['__Host-flow', `${'A'.repeat(22)}.${'B'.repeat(43)}`]] as const;
    const browser = portal.browser();
    for (const [name = '', value = ''] of planted) browser.jar.set(name, value);
    await signIn(portal, browser, victim);
    const { body } = await browser.send('GET /api/session');
    expect(body).toMatchObject({ account: { id: victim.account.id } });
    expect(browser.jar.get('__Host-session')).not.toBe(attacker.browser.jar.get('__Host-session'));
    expect((await attacker.browser.send('GET /api/session')).body).toMatchObject({
      account: { id: attacker.person.account.id },
    });
    report('T26', { 'planted cookies': planted.length, usable: 0 });
  });

  test('T26 a flow that somebody else began and planted gives him no session: the answer needs his cookie and the code', async () => {
    const { portal } = stage;
    const { browser, flow, code, person } = await stage.atCodePage();
    const planted = browser.clone();
    expect((await typeCode(browser, flow, code, { 'idempotency-key': 'victim-0123456789' })).status).toBe(200);
    for (const key of ['attacker-0123456789', undefined]) {
      const reply = await typeCode(planted.clone(), flow, code, key === undefined ? {} : { 'idempotency-key': key });
      expect([reply.status, reply.cookies]).toEqual([410, []]);
    }
    portal.clock.advance(31);
    const newer = await typePassword(browser, person);
    expect(flowIn(newer)).not.toBe(flow);
    expect(browser.jar.get('__Host-flow')).not.toBe(planted.jar.get('__Host-flow'));
  });

  test('T26 a flow that is named without its secret takes no code, and loses no try', async () => {
    const { browser, flow, code } = await stage.atCodePage();
    const thief = stage.portal.browser();
    for (const secret of ['C'.repeat(43), flow, '']) {
      thief.jar.set('__Host-flow', `${flow}.${secret}`);
      const { status, cookies } = await typeCode(thief, flow, code);
      expect([status, cookies]).toEqual([410, []]);
    }
    expect((await browser.send('GET /api/sign-in')).body).toMatchObject({ flow, triesLeft: 5 });
    expect((await typeCode(browser, flow, code)).status).toBe(200);
  });

  test('T26 two cookies of one name, as a sibling domain would add one, count as none', async () => {
    const { browser } = await signedIn();
    const value = browser.jar.get('__Host-session') ?? '';
    browser.jar.set('__Host-session', `${value}; x=y`);
    browser.jar.set(' __Host-session', value);
    expect(await isIn(browser)).toBe(false);
  });
});

describe('T27 before the second factor', () => {
  test('T27 nothing that the password step gives opens a protected route', async () => {
    const { portal } = stage;
    const person = await portal.person();
    const browser = portal.browser();
    const opened = await typePassword(browser, person);
    const given = JSON.stringify([opened.body, opened.headers, opened.cookies, [...browser.jar]]);
    const parts = [...new Set(given.match(/[A-Za-z0-9_-]{22,43}/g))];
    let tried = 0;
    for (const id of [person.account.id, flowIn(opened)]) {
      for (const secret of parts) {
        const thief = portal.browser();
        thief.jar.set('__Host-session', `${id}.${secret}`);
        expect(await isIn(thief)).toBe(false);
        tried += 2;
      }
    }
    expect(await isIn(browser)).toBe(false);
    report('T27', { 'things tried on protected routes': tried, usable: 0 });
  });
});

describe('T61 signing out', () => {
  test('T61 the session is dead at once, for copies of its cookie too, and nothing may be cached', async () => {
    const { browser } = await signedIn();
    const copy = browser.clone();
    const out = await browser.send('DELETE /api/session');
    expect([out.status, out.headers['clear-site-data'], out.headers['cache-control']]).toEqual([
      204,
      '"cache"',
      'no-store',
    ]);
    expect(browser.jar.has('__Host-session')).toBe(false);
    expect(await isIn(copy)).toBe(false);
    expect((await copy.send('DELETE /api/session')).status).toBe(204);
    report('T61', { 'uses after signing out': 4, accepted: 0 });
  });

  test('T61 signing out ends this session and no other', async () => {
    const { portal } = stage;
    const { browser, person } = await signedIn();
    portal.clock.advance(31);
    const other = portal.browser();
    await signIn(portal, other, person);
    await browser.send('DELETE /api/session');
    expect(await isIn(other)).toBe(true);
  });
});

describe('T62 time', () => {
  test('T62 an idle session ends at thirty minutes, and asking who I am does not keep it warm', async () => {
    const { portal } = stage;
    const { browser } = await signedIn();
    portal.clock.advance(30 * MINUTE - 1);
    expect(await isIn(browser.clone())).toBe(true);
    portal.clock.advance(29 * MINUTE);
    expect((await browser.send('GET /api/session')).status).toBe(200);
    portal.clock.advance(MINUTE);
    const ended = await browser.send('GET /api/session');
    expect(ended.body).toMatchObject({ code: 'signed-out', reason: 'idle' });
  });

  test('T62 a cookie that is kept warm ends at eight hours', async () => {
    const { portal } = stage;
    const { browser } = await signedIn();
    let warm = 0;
    for (; (await browser.send('POST /api/session/activity')).status === 200; warm += 1)
      portal.clock.advance(25 * MINUTE);
    expect(warm * 25).toBeLessThanOrEqual(8 * 60 + 25);
    expect((await browser.send('GET /api/session')).body).toMatchObject({ reason: 'expired' });
    report('T62', { 'last use accepted after minutes': (warm - 1) * 25, 'accepted after the end': 0 });
  });

  test('T62 the last second counts, the one after does not', async () => {
    const { portal } = stage;
    const { browser } = await signedIn();
    portal.clock.advance(30 * MINUTE - 0.001);
    expect((await browser.clone().send('GET /api/session')).status).toBe(200);
    portal.clock.advance(0.001);
    expect(await isIn(browser)).toBe(false);
  });
});

describe('T26 what ends a session', () => {
  const changes = [{ status: 'locked' }, { status: 'disabled' }, { status: 'invited' }, { epoch: 'another' }] as const;
  test.for(changes)('T26 a session ends at once when its account becomes %j', async (change) => {
    const { portal } = stage;
    const { browser, person } = await signedIn();
    await changeAccount(portal.database, person.account, change);
    expect(await isIn(browser)).toBe(false);
  });

  test('T26 a new global epoch ends every session and flow, an account that is gone its own', async () => {
    const { portal } = stage;
    const { client, tables } = portal.database;
    const { browser, person } = await signedIn();
    await client.send(new DeleteCommand({ TableName: tables.accounts, Key: { id: person.account.id } }));
    expect(await isIn(browser)).toBe(false);
    const waiting = await stage.atCodePage();
    const other = await signedIn();
    await changeAccount(portal.database, { ...person.account, id: 'global' }, { id: 'global', epoch: 'bumped' });
    expect(await isIn(other.browser)).toBe(false);
    await typeCode(waiting.browser, waiting.flow, waiting.code);
    expect(await isIn(waiting.browser)).toBe(false);
  });
});
