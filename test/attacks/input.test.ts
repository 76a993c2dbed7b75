import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from '../../lambdas/auth/passwords.ts';
import type { Route } from './harness/browser.ts';
import { report } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { flowIn, signIn, typeCode, typePassword } from './harness/steps.ts';
import { watchWork } from './harness/work.ts';
import { worldOf } from './harness/world.ts';

const work = watchWork();
const stage = setStage();

const ODD: readonly unknown[] = [
  ...[
    1,
    0,
    -1,
    1e308,
    123456,
    true,
    false,
    null,
    '',
    ' ',
    [],
    ['123456'],
    {},
    { $ne: null },
    { $gt: '' },
    { S: '123456' },
  ],
  ...['１２３４５６', '12345', '1234567', '123 456', '123456\n', '0x1E240', '+12345', '1e5', '\u0000', '𝟙𝟚𝟛𝟜𝟝𝟞'],
];
const BODIES: readonly string[] = [
  '',
  '[]',
  'null',
  '0',
  '"x"',
  '{',
  '{"a":1}{"b":2}',
  '\ufeff{}',
  '[[[[]]]]',
  '{"__proto__":{"identifier":"x"}}',
];

const fields: Readonly<Partial<Record<Route, Readonly<Record<string, unknown>>>>> = {
  'POST /api/sign-in': { identifier: 'somebody', password: 'x' },
  'POST /api/sign-in/code': { flow: 'A'.repeat(22), code: '123456' },
  'POST /api/sign-in/send': { flow: 'A'.repeat(22), channel: 'email' },
};
const routes = (['POST /api/sign-in', 'POST /api/sign-in/code', 'POST /api/sign-in/send'] as const).map(
  (route) => [route, fields[route] ?? {}] as const,
);

test('T14 fields of any other type, missing, empty or doubled are refused with 400, and nothing changes', async () => {
  const { portal } = stage;
  const { browser, flow } = await stage.atCodePage();
  const before = JSON.stringify((await worldOf(portal)).rows);
  const hashes = work.argon2.length;
  let tried = 0;
  const refused = async (route: Route, body: unknown) => {
    tried += 1;
    const { status, code } = await browser.send(route, body);
    expect([status, code], `${route} ${JSON.stringify(body)}`).toEqual([400, 'invalid-request']);
  };
  for (const [route, good] of routes) {
    const right = 'flow' in good ? { ...good, flow } : good;
    for (const body of BODIES) await refused(route, body);
    await refused(route, undefined);
    for (const field of Object.keys(right)) {
      const odd =
        field === 'identifier' || field === 'password'
          ? ODD.filter((value) => typeof value !== 'string' || value === '')
          : ODD;
      for (const value of odd) await refused(route, { ...right, [field]: value });
      await refused(route, Object.fromEntries(Object.entries(right).filter(([name]) => name !== field)));
    }
  }
  expect(JSON.stringify((await worldOf(portal)).rows)).toBe(before);
  expect(work.argon2.length).toBe(hashes);
  report('T14', { tried, 'answers 5xx': 0, 'rows changed': 0 });
});

test('T14 cookies of any shape are nobody’s', async () => {
  const values = [
    '',
    '.',
    'x',
    `${'A'.repeat(22)}.`,
    `.${'B'.repeat(43)}`,
    `${'A'.repeat(22)}.${'B'.repeat(43)}.x`,
    'global.x',
    '[object Object]',
    '%00',
    '"x"',
    `global#${'A'.repeat(15)}.${'B'.repeat(43)}`,
    '__proto__.x',
    'x'.repeat(4000),
  ];
  for (const value of values) {
    const browser = stage.portal.browser();
    for (const name of ['__Host-flow', '__Host-session', '__Host-known-', '__proto__']) browser.jar.set(name, value);
    expect((await browser.clone().send('GET /api/session')).status).toBe(401);
    expect((await browser.clone().send('GET /api/sign-in')).body).toEqual({ step: 'start' });
    expect((await browser.clone().send('DELETE /api/session')).status).toBe(204);
    expect((await typeCode(browser.clone(), 'A'.repeat(22), '123456')).status).toBeLessThan(500);
  }
});

test('T23 a password counts whole: length in characters, every byte, one form of Unicode', async () => {
  const { portal } = stage;
  const same: readonly [string, string][] = [
    ['Zoë-Quiet-Harbour', 'Zoe\u0308-Quiet-Harbour'],
    ['Å-Quiet-Harbour', 'A\u030a-Quiet-Harbour'],
  ];
  const different: readonly [string, string][] = [
    [`${'x'.repeat(72)}a`, `${'x'.repeat(72)}b`],
    [`${'x'.repeat(255)}a`, `${'x'.repeat(255)}b`],
    ['Quiet-Harbour', ' Quiet-Harbour'],
    ['Quiet-Harbour', 'Quiet-Harbour '],
    ['Quiet-Harbour', 'quiet-harbour'],
    ['Quiet\u0000Harbour', 'Quiet'],
    ['ｆull', 'full'],
    ['ﬁsh', 'fish'],
    ['😀😀😀', '😀😀😁'],
  ];
  for (const [set, typed] of [...same, ...different]) {
    const isSame = same.some((pair) => pair[0] === set);
    const { account } = await portal.person({ passwordHash: hashPassword(set, (bytes) => Buffer.alloc(bytes, 7)) });
    expect((await typePassword(portal.browser(), { account, password: typed })).status, typed).toBe(isSame ? 200 : 401);
    portal.clock.advance(31);
    expect((await typePassword(portal.browser(), { account, password: set })).status).toBe(200);
  }
  for (const length of [64, 128, 256]) {
    const password = '😀'.repeat(length);
    const { account } = await portal.person({
      passwordHash: hashPassword(password, (bytes) => Buffer.alloc(bytes, 7)),
    });
    expect((await typePassword(portal.browser(), { account, password })).status).toBe(200);
  }
  const hashes = work.argon2.length;
  const person = await portal.person();
  for (const password of ['😀'.repeat(257), 'x'.repeat(1_000_000), 'x\ud800']) {
    expect([400, 413]).toContain((await typePassword(portal.browser(), person, { password })).status);
  }
  expect(work.argon2.length).toBe(hashes + 1);
  expect(
    verifyPassword(
      'x',
      hashPassword('x', (bytes) => Buffer.alloc(bytes)),
    ),
  ).toBe(true);
  report('T23', { pairs: same.length + different.length, 'wrongly equal': 0, 'wrongly different': 0 });
});

test('T67 what a request adds is refused, and what an answer holds is what the contract names', async () => {
  const { portal } = stage;
  const extra = {
    role: 'admin',
    status: 'active',
    verified: true,
    account: 'another',
    userId: 'another',
    triesLeft: 99,
    expiresAt: 9e15,
    codeEndsAt: 9e15,
    counter: 0,
    epoch: 'x',
    tally: { subject: 'another' },
    now: 9e15,
    cookie: {},
    constructor: {},
  };
  let tried = 0;
  const { browser, flow } = await stage.atCodePage();
  for (const [route, good] of routes) {
    for (const [name, value] of Object.entries(extra)) {
      const right = 'flow' in good ? { ...good, flow } : good;
      expect((await browser.send(route, { ...right, [name]: value })).status).toBe(400);
      tried += 1;
    }
  }
  const person = await portal.person({ role: 'member' });
  const own = portal.browser();
  const opened = await typePassword(own, person);
  expect(Object.keys(opened.body).sort()).toEqual([
    'channel',
    'channels',
    'codeEndsInSeconds',
    'delivery',
    'flow',
    'flowEndsInSeconds',
    'resendInSeconds',
    'step',
    'triesLeft',
  ]);
  expect(opened.text).not.toContain(person.account.email);
  expect(opened.text).not.toContain(person.account.phone?.number ?? '?');
  expect(opened.text).not.toContain(person.account.id);
  // The code of this first flow, so that the next message is the second one's.
  await portal.deliver();
  portal.clock.advance(31);
  await signIn(portal, own, person);
  const { id, email, locale, name, username } = person.account;
  expect((await own.send('GET /api/session')).body).toEqual({
    account: { id, email, locale, name, username, role: 'member' },
    session: { idleEndsInSeconds: 1800, endsInSeconds: 28800 },
    phonesToReview: false,
  });
  report('T67', { 'fields added': tried, accepted: 0 });
});

test('T67 a cookie opens its own account only: ids of others with one’s own secret are nobody’s', async () => {
  const { portal } = stage;
  const [mine, theirs] = [await portal.person(), await portal.person()];
  const [browser, other] = [portal.browser(), portal.browser()];
  await signIn(portal, browser, mine);
  await signIn(portal, other, theirs);
  const [, secret = ''] = (browser.jar.get('__Host-session') ?? '').split('.');
  const forged = portal.browser();
  forged.jar.set('__Host-session', `${theirs.account.id}.${secret}`);
  for (const route of ['GET /api/session', 'POST /api/session/activity'] as const) {
    expect((await forged.clone().send(route)).status).toBe(401);
  }
  await forged.clone().send('DELETE /api/session');
  expect((await other.send('GET /api/session')).status).toBe(200);

  portal.clock.advance(31);
  const [one, two] = [portal.browser(), portal.browser()];
  const [flowOne, flowTwo] = [flowIn(await typePassword(one, mine)), flowIn(await typePassword(two, theirs))];
  const [, flowSecret = ''] = (one.jar.get('__Host-flow') ?? '').split('.');
  one.jar.set('__Host-flow', `${flowTwo}.${flowSecret}`);
  expect((await typeCode(one.clone(), flowTwo, '123456')).code).toBe('flow-ended');
  expect((await typeCode(one.clone(), flowOne, '123456')).code).toBe('flow-mismatch');
  expect((await one.clone().send('POST /api/sign-in/send', { flow: flowTwo, channel: 'sms' })).code).toBe('flow-ended');
  expect((await one.send('GET /api/sign-in')).body).toEqual({ step: 'start' });
  report('T67', { 'crossed ids': 7, accepted: 0 });
});
