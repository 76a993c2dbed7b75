import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { KeyRing } from '../../lambdas/auth/tokens.ts';
import { vapidKeys } from '../../lambdas/auth/vapid.ts';
import { webPush } from '../../lambdas/notify/web-push.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const ring: KeyRing = { current: 'k2', keys: { k1: 'one'.repeat(20), k2: 'two'.repeat(20) } };
const keys = vapidKeys(ring);
const to = (endpoint: string) => ({ endpoint, keys: { p256dh: 'p', auth: 'a' } });
const FCM = 'https://fcm.googleapis.com/fcm/send/abc:def';

/** Sends to that endpoint, where the service answers so; what the service was sent. */
async function pushTo(endpoint: string, answer: number | Error) {
  const requests: Request[] = [];
  const push = webPush({
    keys,
    supportAddress: 'help@example.org',
    clock: () => NOW,
    fetch: async (input, init) => {
      requests.push(new Request(input, init));
      if (answer instanceof Error) throw answer;
      return new Response(null, { status: answer });
    },
  });
  const outcome = await push(to(endpoint)).catch((error: Error) => error);
  return { outcome, request: requests[0] };
}

test('a push is empty, urgent, short-lived and proved by a key that a new secret does not change', async () => {
  const { outcome, request } = await pushTo(FCM, 201);
  expect(outcome).toBe('pushed');
  expect(request?.redirect).toBe('error');
  expect(await request?.text()).toBe('');
  const { authorization = '', ...headers } = Object.fromEntries(request?.headers ?? []);
  expect(headers).toEqual({ ttl: '120', urgency: 'high' });
  const [, head = '', claims = '', signature = '', key = ''] =
    /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)$/.exec(authorization) ?? [];
  expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ typ: 'JWT', alg: 'ES256' });
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({
    aud: 'https://fcm.googleapis.com',
    exp: NOW / 1000 + 3600,
    sub: 'mailto:help@example.org',
  });
  expect(key).toBe(vapidKeys({ ...ring, current: 'k1' }).publicKey);
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.toString('base64url', 1, 33), point.toString('base64url', 33)];
  const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } });
  const signed = Buffer.from(`${head}.${claims}`);
  const proof = Buffer.from(signature, 'base64url');
  expect(verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, proof)).toBe(true);
});

describe('what the service answers', () => {
  test.each([
    [404, 'gone'],
    [410, 'gone'],
    [201, 'pushed'],
    [429, new Error('A push service answered 429.')],
    [new Error('timeout'), new Error('timeout')],
  ])('%s: %s', async (answer, outcome) => {
    expect((await pushTo(FCM, answer)).outcome).toEqual(outcome);
  });
});

test.each([
  'http://fcm.googleapis.com/fcm/send/a',
  'https://fcm.googleapis.com:8443/a',
  'https://fcm.googleapis.com.evil.example/a',
  'https://fcm.googleapis.com@evil.example/a',
  'https://evil.example/fcm.googleapis.com',
  'https://push.apple.com.evil.example/a',
  'https://169.254.169.254/latest/meta-data',
  'https://a.b.push.apple.com/a',
  'nonsense',
])('T63: nothing is sent to %s, and such a subscription is forgotten', async (endpoint) => {
  expect(await pushTo(endpoint, 201)).toEqual({ outcome: 'gone', request: undefined });
});

test.each([
  'https://updates.push.services.mozilla.com/wpush/v2/x',
  'https://web.push.apple.com/Q',
  'https://wns2-par02p.notify.windows.com/w/?token=x',
])('browsers are woken at %s', async (endpoint) => {
  expect((await pushTo(endpoint, 201)).outcome).toBe('pushed');
});
