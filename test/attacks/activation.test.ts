import { describe, expect, test } from 'vitest';
import { ORIGIN } from './harness/browser.ts';
import {
  atActivationPage,
  atResetPage,
  invited,
  newPassword,
  readInvitation,
  readResetCode,
  setPassword,
  wrongReset,
} from './harness/recoveries.ts';
import { report, rounds } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { flowIn, signIn, typePassword } from './harness/steps.ts';
import { watchWork } from './harness/work.ts';

watchWork();
const stage = setStage();
const DAY = 24 * 3600;

describe('T29 the first password', () => {
  test('T29 only with the mailed secret, the address and the code; guesses and shortcuts set nothing', async () => {
    const { portal } = stage;
    const { person, invitation } = await invited(portal);
    const other = await invited(portal);
    const identifier = person.account.email;
    const [id = '', token = ''] = invitation.split('.');
    const typed = [
      { identifier, invitation: '' },
      { identifier, invitation: id },
      { identifier, invitation: `${id}.` },
      { identifier, invitation: `${id}.${'A'.repeat(43)}` },
      { identifier, invitation: token },
      { identifier, invitation: other.invitation },
      { identifier: other.person.account.email, invitation },
      { identifier: 'nobody@mail.example.org', invitation },
    ];
    for (const each of typed) {
      const reply = await portal.browser().send('POST /api/invitation', each);
      expect([reply.code, reply.cookies]).toEqual(['invitation-ended', []]);
    }
    const forgot = portal.browser();
    const flow = flowIn(await forgot.send('POST /api/recovery', { identifier }));
    // No code leaves: the link does once more, to the address on file.
    const [again, ...others] = await portal.deliver();
    expect([again?.to, others]).toEqual([[identifier], []]);
    expect(again?.text).toContain(`/activate/#${invitation}\n`);
    expect(again?.text).not.toMatch(/^\d{8}$/m);
    expect((await setPassword({ browser: forgot, flow, code: '00000000' }, newPassword())).code).toBe('code-refused');
    expect((await typePassword(portal.browser(), { ...person, password: '' })).status).toBe(400);
    report('T29', { 'shortcuts tried': typed.length + 2, takeovers: 0 });
  });

  test('T29 two claims at once: one sets the password; the link is used up with it', async () => {
    const { portal } = stage;
    const tried = rounds(5);
    for (let round = 0; round < tried; round += 1) {
      const first = await atActivationPage(portal);
      portal.clock.advance(31);
      const browser = portal.browser();
      const typed = { identifier: first.person.account.email, invitation: first.invitation };
      const flow = flowIn(await browser.send('POST /api/invitation', typed));
      const second = { browser, flow, code: await readResetCode(portal, first.person) };
      const replies = await Promise.all([setPassword(first, newPassword()), setPassword(second, newPassword())]);
      expect(replies.map(({ status }) => status).toSorted()).toEqual([200, expect.any(Number)]);
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
      expect((await portal.browser().send('POST /api/invitation', typed)).code).toBe('invitation-ended');
    }
    report('T29', { 'claims raced': tried * 2, 'passwords set': tried });
  });

  test('T29 an expired link ends, at exactly 72 hours, and the page mails a new one to the address on file', async () => {
    const { portal } = stage;
    const { person, invitation } = await invited(portal);
    const typed = { identifier: person.account.email, invitation };
    portal.clock.advance(3 * DAY - 1);
    expect((await portal.browser().send('POST /api/invitation', typed)).status).toBe(200);
    portal.clock.advance(1);
    expect((await portal.browser().send('POST /api/invitation', typed)).code).toBe('invitation-ended');
    portal.clock.advance(30);
    await portal.browser().send('POST /api/invitation/renew', { identifier: typed.identifier });
    const renewed = await readInvitation(portal, person);
    expect(renewed).not.toBe(invitation);
    expect((await portal.browser().send('POST /api/invitation', { ...typed, invitation: renewed })).status).toBe(200);
    portal.clock.advance(30);
    await portal.browser().send('POST /api/invitation/renew', { identifier: typed.identifier });
    expect(await readInvitation(portal, person)).toBe(renewed);
  });

  test('T29 who activated signs in with password and code, over whatever channel they prefer', async () => {
    const { portal } = stage;
    const at = await atActivationPage(portal);
    const password = newPassword();
    expect((await setPassword({ ...at, code: wrongReset(at.code) }, password)).body).toMatchObject({ triesLeft: 4 });
    expect((await setPassword(at, password)).body).toEqual({ step: 'done' });
    portal.clock.advance(31);
    expect((await signIn(portal, at.browser, { ...at.person, password })).status).toBe(200);
  });
});

describe('T34 host poisoning', () => {
  test('T34 no header reaches a link', async () => {
    const { portal } = stage;
    const poison = 'evil.example';
    const headers = {
      host: poison,
      'x-forwarded-host': poison,
      forwarded: `host=${poison};proto=http`,
      'x-forwarded-proto': 'http',
      'x-original-url': `https://${poison}/`,
      referer: `https://${poison}/recovery/`,
    };
    const before = portal.aws.messages.length;
    const [active, waiting] = [await portal.person(), await invited(portal)];
    for (const [route, { account }] of [
      ['POST /api/recovery', active],
      ['POST /api/invitation/renew', waiting.person],
      ['POST /api/recovery/username', active],
    ] as const) {
      portal.clock.advance(31);
      await portal.browser().send(route, { identifier: account.email }, headers);
      await portal.deliver();
    }
    const sent = portal.aws.messages.slice(before);
    const links = sent.flatMap(({ text, html }) => `${text} ${html}`.match(/https?:\/\/[^\s"'<>)]+/g) ?? []);
    expect(sent.length).toBeGreaterThan(3);
    expect(JSON.stringify(sent)).not.toContain(poison);
    expect(links.filter((link) => link.startsWith(`${ORIGIN}/`)).length).toBeGreaterThan(2);
    expect(links.filter((link) => !link.startsWith(`${ORIGIN}/`) && !link.includes('w3.org'))).toEqual([]);
    report('T34', { headers: Object.keys(headers).length, messages: sent.length, 'poisoned links': 0 });
  });
});

describe('T35 link scanners, T36 secrets in addresses', () => {
  test('T35 T36 every mailed link names a page; its secret is in the fragment, so a GET of it tells nobody', async () => {
    const { portal } = stage;
    await invited(portal);
    await atResetPage(portal);
    const links = portal.aws.messages.flatMap(({ text }) => text.match(/https:\/\/[^\s)]+/g) ?? []);
    const secrets = links.map((link) => new URL(link)).filter(({ hash }) => hash !== '');
    expect(secrets.length).toBeGreaterThan(0);
    for (const link of links.map((text) => new URL(text))) {
      expect([link.origin, link.search]).toEqual([ORIGIN, '']);
      expect(['/', '/activate/', '/recovery/', '/not-me/']).toContain(link.pathname);
    }
    report('T36', { links: links.length, 'secrets outside a fragment': 0 });
  });

  test('T35 however often scanners follow the link and ask the API, nothing is consumed and nothing changes', async () => {
    const { portal } = stage;
    const { person, invitation } = await invited(portal);
    const before = await portal.database.rows('flows');
    const scanner = portal.browser();
    for (let i = 0; i < 5; i += 1) {
      for (const route of ['GET /api/recovery', 'GET /api/sign-in', 'GET /api/session'] as const) {
        expect((await scanner.send(route)).cookies).toEqual([]);
      }
    }
    expect(await portal.database.rows('flows')).toEqual(before);
    const typed = { identifier: person.account.email, invitation };
    expect((await portal.browser().send('POST /api/invitation', typed)).status).toBe(200);
    report('T35', { 'GETs before the person': 15, 'tokens consumed': 0 });
  });

  test('T36 the secret is in no log line, and a request that carries it says so in its body alone', async () => {
    const { portal } = stage;
    const { invitation } = await atActivationPage(portal);
    expect(portal.logs.join('')).not.toContain(invitation.split('.')[1] ?? invitation);
  });
});
