import { expect, test } from 'vitest';
import { eventOf, ORIGIN, ORIGIN_SECRET, type Reply, type Route, replyOf } from './harness/browser.ts';
import { report } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { flowIn, readCode, signIn, typeCode, typePassword, wrong } from './harness/steps.ts';
import { watchWork } from './harness/work.ts';

const work = watchWork();
const stage = setStage();

const ROUTES: readonly Route[] = [
  'POST /api/sign-in',
  'GET /api/sign-in',
  'POST /api/sign-in/code',
  'POST /api/sign-in/send',
  'GET /api/session',
  'POST /api/session/activity',
  'DELETE /api/session',
];
const FLAGS = /^__Host-[\w-]+=[\w.-]*; (Max-Age=\d+; )?Path=\/; Secure; HttpOnly; SameSite=Strict$/;

/** Every route, well and badly asked, so that every kind of answer is seen. */
async function everyAnswer(): Promise<readonly Reply[]> {
  const { portal } = stage;
  const from = portal.replies.length;
  const person = await portal.person();
  const browser = portal.browser();
  for (const route of ROUTES) {
    await browser.send(route);
    await browser.send(route, '{"nonsense":');
    await browser.send(route, {}, { 'content-type': 'text/plain' });
    await browser.send(route, { padding: 'x'.repeat(20_000) });
    await browser.send(route, {}, { 'x-origin-secret': 'another' });
    await browser.send(route, {}, { origin: 'https://evil.example' });
  }
  await typePassword(browser, person, { password: 'wrong' });
  const flow = flowIn(await typePassword(browser, person));
  const code = await readCode(portal, person);
  await browser.send('GET /api/sign-in');
  await browser.send('POST /api/sign-in/send', { flow, channel: 'sms' });
  await typeCode(browser, flow, wrong(code));
  await typeCode(browser, flow, code);
  await typeCode(browser, flow, code);
  await browser.send('GET /api/session');
  await browser.send('POST /api/session/activity');
  portal.aws.fault = () => ({ error: 'InternalServerError' });
  await browser.send('GET /api/session');
  portal.aws.fault = () => ({ error: 'ValidationException' });
  await browser.send('GET /api/session');
  portal.aws.fault = () => undefined;
  await browser.send('DELETE /api/session');
  return portal.replies.slice(from);
}

test('T56 every cookie of every answer is bound to this host, over TLS, out of reach of scripts and of other sites', async () => {
  const replies = await everyAnswer();
  const cookies = replies.flatMap((reply) => reply.cookies);
  expect(cookies.filter((cookie) => !FLAGS.test(cookie))).toEqual([]);
  expect(replies.filter(({ status }) => status >= 400).flatMap((reply) => reply.cookies)).toEqual([]);
  report('T56', { answers: replies.length, cookies: cookies.length, violations: 0 });
});

test('T57 every answer of the functions, good or bad, forbids caching and says its type', async () => {
  const replies = await everyAnswer();
  for (const { status, headers, text } of replies) {
    expect(headers['cache-control']).toBe('no-store');
    const type = status >= 400 ? 'application/problem+json' : 'application/json';
    expect(headers['content-type']).toBe(text === '' ? undefined : type);
  }
  const statuses = [...new Set(replies.map(({ status }) => status))].sort();
  expect(statuses).toEqual([200, 204, 400, 401, 403, 410, 413, 415, 429, 500, 503]);
  report('T57', { answers: replies.length, statuses: statuses.join(' '), 'without their headers': 0 });
});

test('T58 what another site makes a browser send is refused before anything is read', async () => {
  const { portal } = stage;
  const person = await portal.person();
  const browser = portal.browser();
  await signIn(portal, browser, person);
  const foreign: readonly Readonly<Record<string, string>>[] = [
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'null' },
    { origin: `${ORIGIN}.evil.example` },
    { origin: 'https://sub.id.example.org', 'sec-fetch-site': 'same-site' },
    { origin: ORIGIN.replace('https', 'http') },
    { origin: `${ORIGIN}:8443` },
    { origin: ORIGIN, 'sec-fetch-site': 'cross-site' },
    { origin: ORIGIN, 'sec-fetch-site': 'none' },
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { 'content-type': 'multipart/form-data; boundary=application/json' },
  ];
  const before = portal.aws.calls.length;
  let tried = 0;
  for (const headers of foreign) {
    for (const route of ROUTES.filter((one) => one.startsWith('POST') || 'origin' in headers)) {
      if (route === 'POST /api/session/activity' && !('origin' in headers)) continue;
      if (route.startsWith('GET') && headers['sec-fetch-site'] === 'none') continue;
      const body = { identifier: person.account.email, password: person.password };
      expect([403, 415]).toContain((await browser.send(route, body, headers)).status);
      tried += 1;
    }
  }
  expect(portal.aws.calls.length).toBe(before);
  expect((await browser.send('GET /api/session')).status).toBe(200);
  report('T58', { tried, accepted: 0, 'AWS calls made': 0 });
});

test('T58 a flow of the attacker does not sign the victim in without the attacker’s cookie', async () => {
  const { portal } = stage;
  const { flow, code } = await stage.atCodePage();
  const victim = portal.browser();
  expect((await typeCode(victim, flow, code)).code).toBe('flow-ended');
  expect(victim.jar.size).toBe(0);
});

test('T63 requests that bypass CloudFront are refused before anything is read', async () => {
  const { portal } = stage;
  const forged = [
    '',
    'wrong',
    ORIGIN_SECRET.slice(0, -1),
    `${ORIGIN_SECRET} `,
    `${ORIGIN_SECRET},`,
    ORIGIN_SECRET.toUpperCase(),
  ];
  const instance = await portal.start();
  await portal.browser(instance).send('GET /api/session');
  await portal.browser(instance).send('GET /api/sign-in');
  const before = portal.aws.calls.length;
  for (const route of ROUTES) {
    for (const secret of forged) {
      const { status, code } = await portal.browser(instance).send(route, {}, { 'x-origin-secret': secret });
      expect([status, code]).toEqual([403, 'origin-not-verified']);
    }
    expect(replyOf(route, await instance.http(eventOf({ route }))).status).toBe(403);
  }
  expect(portal.aws.calls.length).toBe(before);
  report('T63', { tried: ROUTES.length * (forged.length + 1), accepted: 0 });
});

test('T63 the client’s address comes from CloudFront’s header alone, an IPv6 one as its /64', async () => {
  const { portal } = stage;
  const person = await portal.person();
  const forged = {
    'x-forwarded-for': '1.2.3.4',
    forwarded: 'for=1.2.3.4',
    'x-real-ip': '1.2.3.4',
    'true-client-ip': '1.2.3.4',
  };
  for (let i = 0; i < 5; i += 1) {
    const browser = Object.assign(portal.browser(), { address: '192.0.2.1' });
    await browser.send(
      'POST /api/sign-in',
      { identifier: person.account.email, password: 'x' },
      { ...forged, 'x-forwarded-for': `1.2.3.${i}` },
    );
  }
  const same = Object.assign(portal.browser(), { address: '192.0.2.1' });
  expect((await typePassword(same, person)).code).toBe('too-many-attempts');

  const addresses = [
    '2001:db8:1:2::1',
    '2001:DB8:1:2:ffff:ffff:ffff:ffff',
    '2001:0db8:0001:0002::7',
    '2001:db8:1:2:0:0:0:9',
  ];
  const other = await portal.person();
  for (let i = 0; i < 5; i += 1) {
    const browser = Object.assign(portal.browser(), { address: addresses[i % addresses.length] });
    await typePassword(browser, other, { password: 'x' });
  }
  const neighbour = Object.assign(portal.browser(), { address: '2001:db8:1:3::1' });
  const household = Object.assign(portal.browser(), { address: '2001:db8:1:2::abcd' });
  expect((await typePassword(household, other)).code).toBe('too-many-attempts');
  portal.clock.advance(2);
  expect((await typePassword(neighbour, other)).status).toBe(200);
});

test('T76 no password is hashed for what the cheap checks refuse, and one at most for the rest', async () => {
  const { portal } = stage;
  const person = await portal.person();
  const browser = portal.browser();
  const cheap: readonly [unknown, Readonly<Record<string, string>>][] = [
    [{ identifier: person.account.email, password: 'x'.repeat(257) }, {}],
    [{ identifier: person.account.email, password: 'x'.repeat(1_000_000) }, {}],
    [{ identifier: 'x'.repeat(255), password: 'x' }, {}],
    [{ identifier: '', password: '' }, {}],
    [{ identifier: person.account.email, password: 'x' }, { origin: 'https://evil.example' }],
    [{ identifier: person.account.email, password: 'x' }, { 'x-origin-secret': 'wrong' }],
    [{ identifier: person.account.email, password: 'x' }, { 'content-type': 'text/plain' }],
  ];
  const before = work.argon2.length;
  for (const [body, headers] of cheap)
    expect((await browser.send('POST /api/sign-in', body, headers)).status).toBeGreaterThan(399);
  expect(work.argon2.length).toBe(before);
  for (let i = 0; i < 5; i += 1) await typePassword(browser, person, { password: 'x' });
  expect(work.argon2.length).toBe(before + 5);
  const flood = await Promise.all(Array.from({ length: 50 }, () => typePassword(browser, person, { password: 'x' })));
  expect(flood.every(({ status }) => status === 429)).toBe(true);
  expect(work.argon2.length).toBe(before + 5);
  await browser.send('GET /api/session');
  expect(work.argon2.length).toBe(before + 5);
  report('T76', {
    'refused without hashing': cheap.length + flood.length,
    'hashes for an attempt that is evaluated': 1,
  });
});
