import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { CODE_DIGITS, deriveCode } from '../../lambdas/auth/codes.ts';
import { newId, newToken, parseKeyRing } from '../../lambdas/auth/tokens.ts';
import { report, rounds } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { flowIn, readCode, signIn, typeCode, typePassword, wrong } from './harness/steps.ts';
import { watchWork } from './harness/work.ts';

watchWork();
const stage = setStage({ smsSenderId: 'Gatehouse' });

/** The 99.9 % quantile of chi-square (Wilson and Hilferty). */
const quantile = (degrees: number): number =>
  degrees * (1 - 2 / (9 * degrees) + 3.0902 * Math.sqrt(2 / (9 * degrees))) ** 3;

function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('T06 generators', () => {
  test('T06 codes are spread evenly in every digit and as a whole, with their leading zeros', () => {
    const ring = { current: 'k1', keys: { k1: randomBytes(48).toString('base64url') } };
    const n = rounds(100_000);
    const digits = Array.from({ length: CODE_DIGITS }, () => Array.from({ length: 10 }, () => 0));
    const thousands = Array.from({ length: 1000 }, () => 0);
    for (let i = 0; i < n; i += 1) {
      const name = {
        purpose: 'sign-in-code',
        row: String(i),
        account: 'a',
        epoch: 'e',
        keyId: 'k1',
        digits: 6,
      } as const;
      const code = deriveCode(ring, { ...name, counter: 1 + (i % 5) }) ?? '';
      expect(code.length).toBe(CODE_DIGITS);
      for (const [place, digit] of [...code].entries()) {
        const counts = digits[place] ?? [];
        counts[Number(digit)] = (counts[Number(digit)] ?? 0) + 1;
      }
      thousands[Math.floor(Number(code) / 1000)] = (thousands[Math.floor(Number(code) / 1000)] ?? 0) + 1;
    }
    const worst = Math.max(...digits.map(chiSquare));
    // Six places are looked at, so that one in 170 runs would fail by chance at 99.9 %: twice the quantile is allowed.
    expect(worst).toBeLessThan(2 * quantile(9));
    expect(chiSquare(thousands)).toBeLessThan(1.2 * quantile(999));
    report('T06', {
      codes: n,
      'chi-square of thousands': chiSquare(thousands).toFixed(0),
      'of 999 degrees, 99.9 %': quantile(999).toFixed(0),
    });
  });

  test('T06 tokens and ids never repeat, and codes depend on every part of their name', () => {
    const n = rounds(50_000);
    const tokens = new Set(Array.from({ length: n }, () => newToken(randomBytes)));
    const ids = new Set(Array.from({ length: n }, () => newId(randomBytes)));
    expect([tokens.size, ids.size]).toEqual([n, n]);
    const ring = { current: 'k1', keys: { k1: 'one', k2: 'two' } };
    const name = {
      purpose: 'sign-in-code',
      row: 'r',
      account: 'a',
      epoch: 'e',
      keyId: 'k1',
      counter: 1,
      digits: 9,
    } as const;
    const changes = [
      {},
      { row: 'r2' },
      { account: 'b' },
      { epoch: 'f' },
      { keyId: 'k2' },
      { counter: 2 },
      { row: 'r","a', account: '' },
    ];
    expect(new Set(changes.map((change) => deriveCode(ring, { ...name, ...change }))).size).toBe(changes.length);
    expect(deriveCode(ring, { ...name, counter: 0 })).toBeUndefined();
    expect(deriveCode(ring, { ...name, keyId: 'gone' })).toBeUndefined();
    report('T06', { tokens: n, ids: n, duplicates: 0 });
  });
});

describe('T66 logs', () => {
  test('T66 no canary reaches a log line through any route, in success, failure or crash; one JSON document a line', async () => {
    const { portal } = stage;
    const canary = 'canary-9f31\r\nINFO forged \u001b[31m\u2028';
    const from = portal.logs.length;
    const person = await portal.person({ name: canary });
    const faults = [
      undefined,
      { error: 'InternalServerError' },
      { error: 'ValidationException' },
      { error: 'AccessDeniedException' },
      'reset',
    ] as const;
    for (const fault of faults) {
      portal.aws.fault = () => undefined;
      portal.clock.advance(400);
      const browser = portal.browser();
      Object.assign(browser.headers, {
        'user-agent': canary,
        'idempotency-key': 'canary-idempotency-1',
        referer: canary,
      });
      const flow = flowIn(await typePassword(browser, person));
      const code = await readCode(portal, person);
      portal.aws.fault = () => fault;
      await typePassword(portal.browser(), person, { password: canary });
      await typePassword(portal.browser(), person, { identifier: canary });
      await browser.send('POST /api/sign-in', { [canary]: canary });
      await browser.send('POST /api/sign-in', canary);
      await typeCode(browser, flow, wrong(code));
      await typeCode(browser, flow, code);
      await browser.send('POST /api/sign-in/send', { flow, channel: 'sms' });
      await browser.send('GET /api/session');
      await portal.deliver().catch(() => undefined);
    }
    portal.aws.fault = () => undefined;
    portal.clock.advance(120);
    await portal.deliver();
    const lines = portal.logs.slice(from);
    expect(lines.filter((line) => ['canary', 'forged', '\u001b'].some((word) => line.includes(word)))).toEqual([]);
    for (const line of lines) {
      expect(line.indexOf('\n')).toBe(line.length - 1);
      expect(typeof JSON.parse(line)).toBe('object');
    }
    report('T66', { lines: lines.length, 'canaries found': 0 });
  });

  test('T66 an error that quotes its recipient is logged without the address', async () => {
    const { portal } = stage;
    const person = await portal.person({ channel: 'sms' });
    const resource = `arn:aws:ses:eu-west-1:123456789012:identity/${person.account.email} ${person.account.phone?.number}`;
    portal.aws.fault = ({ service }) =>
      service === 'ses' || service === 'sns'
        ? { error: 'AccessDeniedException', message: `Not on ${resource}` }
        : undefined;
    await typePassword(portal.browser(), person);
    await portal.deliver();
    portal.aws.fault = () => undefined;
    portal.clock.advance(61);
    await portal.deliver();
    expect(portal.logs.join('')).toContain('Not on arn:aws:ses');
  });

  test('T66 a secret that is not of its form is not quoted', () => {
    for (const text of ['canary-not-json', '{"current":"k1","k2":"canary"}', '"canary"', '']) {
      expect(() => parseKeyRing(text)).toThrow(
        expect.not.objectContaining({ message: expect.stringContaining('canary') }),
      );
    }
  });
});

describe('T65 injection into messages', () => {
  const hostile = [
    'Anna\r\nBcc: evil@example.com',
    'Anna%0d%0aBcc:%20evil@example.com',
    'Anna\u2028Subject: hello\u2029',
    '"Anna" <evil@example.com>,',
    '<b>Anna</b><script>alert(1)</script><img src=x onerror=alert(1)>',
    '=?utf-8?q?Anna?= evil.example.com https://evil.example/x',
    '{code} {host} ${code} %s',
    'A'.repeat(1000),
    '\u202eannA\u200b',
  ];

  test('T65 whatever a name, a browser or a place holds: one recipient, fixed headers, nothing but text', async () => {
    const { portal } = stage;
    const fixed = ['Auto-Submitted', 'X-Auto-Response-Suppress'];
    let sent = 0;
    for (const text of hostile) {
      const from = portal.aws.messages.length;
      const person = await portal.person({ name: text });
      const browser = portal.browser();
      Object.assign(browser.headers, {
        'user-agent': text,
        'cloudfront-viewer-city': text,
        'cloudfront-viewer-country': text,
      });
      await signIn(portal, browser, person);
      await portal.deliver();
      for (const message of portal.aws.messages.slice(from)) {
        sent += 1;
        expect(message.to).toEqual([person.account.email]);
        expect(Object.keys(message.headers)).toEqual(fixed);
        expect(message.subject).not.toMatch(/[\r\n\u2028\u2029]|evil|=\?/);
        expect(message.html).not.toMatch(/<script|<img|<b>|evil\.example\/|href="(?!https:\/\/id\.example\.org)/);
        expect(message.text).not.toMatch(/https?:\/\/(?!id\.example\.org)|evil\.example|[\u2028\u2029\u202e\u200b]/);
        expect(message.text.length).toBeLessThan(2000);
      }
    }
    expect(sent).toBe(2 * hostile.length);
    report('T65', { 'hostile texts': hostile.length, mails: sent, 'extra headers or recipients': 0 });
  });

  test('T65 an SMS holds digits, fixed words and our own host, whatever the name', async () => {
    const { portal } = stage;
    const texts = new Set<string>();
    for (const name of hostile) {
      const person = await portal.person({ name, channel: 'sms' });
      const browser = portal.browser();
      Object.assign(browser.headers, { 'user-agent': name });
      await typePassword(browser, person);
      const [message] = await portal.deliver();
      expect(message?.to).toEqual([person.account.phone?.number]);
      texts.add((message?.text ?? '').replace(/\d{6}/g, '######'));
    }
    expect([...texts]).toHaveLength(1);
    expect([...texts][0]).toMatch(/\n@id\.example\.org #######$/);
    report('T65', { SMS: hostile.length, 'different texts': texts.size });
  });
});
