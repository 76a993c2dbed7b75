import { describe, expect, it, vi } from 'vitest';
import { endpoint, type Routes } from '../../lambdas/http/endpoint.ts';
import { eventOf, ORIGIN, ORIGIN_SECRET, type Request } from '../harness/functions.ts';
import { START } from '../harness/people.ts';

vi.spyOn(process.stdout, 'write').mockReturnValue(true);

const reached = vi.fn();
const routes: Routes<'account'> = {
  'GET /api/account': async () => {
    throw new Error('not asked here');
  },
  'GET /api/session': async (call) => {
    reached(call);
    throw new Error('no session here');
  },
  'POST /api/session/activity': async (call) => {
    reached(call);
    return { body: { idleEndsInSeconds: 1, endsInSeconds: 2 }, cookies: ['a=b'] };
  },
  'DELETE /api/session': async () => ({ body: undefined, headers: { 'clear-site-data': '"cache"' } }),
};

const handler = endpoint<'account'>(routes, {
  clock: () => START,
  origin: ORIGIN,
  originSecrets: [ORIGIN_SECRET, 'the-one-before'],
  ready: Promise.resolve(),
});

/** The context is Lambda's own and unused. */
const call = (routeKey: string, request: Request = {}) => handler(eventOf(routeKey, request), {} as never);
const statusOf = async (routeKey: string, request: Request) => (await call(routeKey, request)).statusCode;
const problemOf = async (routeKey: string, request: Request = {}) => {
  const { statusCode, body = '' } = await call(routeKey, request);
  return `${statusCode} ${JSON.parse(body).code}`;
};
const ACTIVITY = 'POST /api/session/activity';

describe('an answer', () => {
  it('is JSON that nobody keeps', async () => {
    expect(await call(ACTIVITY)).toEqual({
      statusCode: 200,
      headers: { 'cache-control': 'no-store', 'content-type': 'application/json' },
      cookies: ['a=b'],
      body: '{"idleEndsInSeconds":1,"endsInSeconds":2}',
    });
  });

  it('without a body is 204', async () => {
    expect(await call('DELETE /api/session')).toEqual({
      statusCode: 204,
      headers: { 'cache-control': 'no-store', 'clear-site-data': '"cache"' },
    });
  });

  it('to what is nowhere is 404', async () => {
    expect(await problemOf('GET /api/nothing')).toBe('404 not-found');
    expect(await problemOf('POST /api/sign-in', { body: {} })).toBe('404 not-found');
  });

  it('to what breaks is a bare 500', async () => {
    expect(await problemOf('GET /api/session')).toBe('500 internal-error');
  });
});

describe('the rules learn of a request', () => {
  it('its time, its address, where it came from, and its name', async () => {
    await call(ACTIVITY, { headers: { 'idempotency-key': 'repeat-me-0123456789' } });
    expect(reached).toHaveBeenLastCalledWith({
      body: undefined,
      query: undefined,
      params: {},
      proof: { jws: undefined, method: 'POST', path: '/api/session/activity', body: '' },
      cookies: expect.anything(),
      address: '192.0.2.7',
      visit: { at: START, browser: 'Firefox, Windows', place: 'Utrecht, NL' },
      idempotencyKey: 'repeat-me-0123456789',
      now: START,
    });
  });

  it.each(['short', 'x'.repeat(65), 'with spaces and more', ''])('no name that is not of the form: %o', async (key) => {
    await call(ACTIVITY, { headers: { 'idempotency-key': key } });
    expect(reached).toHaveBeenLastCalledWith(expect.objectContaining({ idempotencyKey: undefined }));
  });
});

describe('T63: only what comes through CloudFront is let in', () => {
  it.each([
    '',
    'wrong',
    `${ORIGIN_SECRET} `,
    ORIGIN_SECRET.toUpperCase(),
    `${ORIGIN_SECRET},the-one-before`,
    undefined,
  ])('not with the secret %o', async (secret) => {
    reached.mockClear();
    expect(await problemOf(ACTIVITY, { headers: { 'x-origin-secret': secret } })).toBe('403 origin-not-verified');
    expect(reached).not.toHaveBeenCalled();
  });

  it('with either of two secrets, while it is being changed', async () => {
    expect(await statusOf(ACTIVITY, { headers: { 'x-origin-secret': ORIGIN_SECRET } })).toBe(200);
    expect(await statusOf(ACTIVITY, { headers: { 'x-origin-secret': 'the-one-before' } })).toBe(200);
  });

  it('never by an empty secret', async () => {
    const needs = { clock: () => START, origin: ORIGIN, originSecrets: [''], ready: Promise.resolve() };
    const open = endpoint<'account'>(routes, needs);
    const { statusCode } = await open(eventOf(ACTIVITY, { headers: { 'x-origin-secret': '' } }), {} as never);
    expect(statusCode).toBe(403);
  });
});

describe('T58: no other site makes a browser ask', () => {
  it.each<[string, Record<string, string | undefined>]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['a subdomain', { origin: 'https://x.id.example.org' }],
    ['the parent domain', { origin: 'https://example.org' }],
    ['the same host without TLS', { origin: 'http://id.example.org' }],
    ['another port', { origin: 'https://id.example.org:8443' }],
    ['a name that begins like ours', { origin: 'https://id.example.org.evil.example' }],
    ['a sandbox', { origin: 'null' }],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }],
    ['a same-site fetch', { 'sec-fetch-site': 'same-site' }],
    ['a form that was typed in an address bar', { 'sec-fetch-site': 'none' }],
    ['a cross-site fetch without an origin', { origin: undefined, 'sec-fetch-site': 'cross-site' }],
  ])('from %s', async (_, headers) => {
    reached.mockClear();
    for (const routeKey of [ACTIVITY, 'DELETE /api/session'])
      expect(await problemOf(routeKey, { headers })).toBe('403 foreign-origin');
    expect(reached).not.toHaveBeenCalled();
  });

  it('a read from another site is refused too; one that was typed is not', async () => {
    expect(await problemOf('GET /api/session', { headers: { 'sec-fetch-site': 'cross-site' } })).toBe(
      '403 foreign-origin',
    );
    expect(await problemOf('GET /api/session', { headers: { 'sec-fetch-site': 'none' } })).toBe('500 internal-error');
  });

  it('a client that is no browser is let in: it has no cookies of anybody', async () => {
    expect(await statusOf(ACTIVITY, { headers: { origin: undefined, 'sec-fetch-site': undefined } })).toBe(200);
  });
});

it('nothing is answered before the function is ready', async () => {
  const { promise: ready, resolve: start } = Promise.withResolvers<void>();
  const needs = { clock: () => START, origin: ORIGIN, originSecrets: [ORIGIN_SECRET], ready };
  reached.mockClear();
  const answer = endpoint<'account'>(routes, needs)(eventOf(ACTIVITY, {}), {} as never);
  await new Promise((resolve) => setImmediate(resolve));
  expect(reached).not.toHaveBeenCalled();
  start();
  expect((await answer).statusCode).toBe(200);
});

it('what goes with every answer goes with refusals too; where it cannot be made, they are told without', async () => {
  const needs = { clock: () => START, origin: ORIGIN, originSecrets: [ORIGIN_SECRET], ready: Promise.resolve() };
  const headers = vi.fn(async (now: number) => ({ 'dpop-nonce': String(now) }));
  const withNonce = endpoint<'account'>(routes, { ...needs, headers });
  for (const routeKey of [ACTIVITY, 'DELETE /api/session', 'GET /api/nothing']) {
    const plain = await call(routeKey);
    const told = await withNonce(eventOf(routeKey, {}), {} as never);
    expect(told).toEqual({ ...plain, headers: { ...plain.headers, 'dpop-nonce': String(START) } });
  }
  headers.mockRejectedValue(new Error('no keys'));
  expect(await withNonce(eventOf('GET /api/nothing', {}), {} as never)).toEqual(await call('GET /api/nothing'));
});
