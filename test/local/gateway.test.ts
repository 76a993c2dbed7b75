import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type FixtureRun, runFixture } from './run.ts';

const Echo = z.object({
  event: z.record(z.string(), z.unknown()),
  env: z.record(z.string(), z.string()),
  now: z.number(),
  calls: z.number(),
  left: z.number(),
});

let run: FixtureRun;
beforeAll(async () => {
  run = await runFixture();
});
afterAll(async () => {
  await run.end();
  run.forget();
});

const echo = async (path = '/api/echo', init: RequestInit = {}) => Echo.parse(await (await run.ask(path, init)).json());

/** A request as no well-behaved client makes it. */
const raw = (headers: Record<string, string>, path = '/', body = '') =>
  new Promise<{ status: number | undefined; location: string | undefined }>((resolve, reject) => {
    request({ host: '127.0.0.1', port: run.port, path, headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode, location: response.headers.location });
    })
      .on('error', reject)
      .end(body);
  });

describe('the event', () => {
  it('has the shape of payload format 2.0', async () => {
    const { event } = await echo('/api/echo?a=1&a=2&b=%C3%A9', {
      method: 'POST',
      body: '{"x":1}',
      headers: {
        'content-type': 'application/json',
        cookie: 'one=1; two=2',
        'user-agent': 'Test/1',
        origin: run.origin,
      },
    });
    expect(event).toEqual({
      version: '2.0',
      routeKey: 'POST /api/echo',
      rawPath: '/api/echo',
      rawQueryString: 'a=1&a=2&b=%C3%A9',
      cookies: ['one=1', 'two=2'],
      headers: {
        host: 'api.execute-api.eu-west-1.amazonaws.com',
        'content-type': 'application/json',
        'user-agent': 'Test/1',
        origin: run.origin,
        'cloudfront-viewer-address': expect.stringMatching(/^127\.0\.0\.1:\d+$/),
        via: '2.0 localhost (CloudFront)',
        'x-amz-cf-id': expect.any(String),
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': '443',
        'x-forwarded-proto': 'https',
        'x-origin-secret': expect.stringMatching(/^[A-Za-z0-9]{64}$/),
      },
      queryStringParameters: { a: '1,2', b: 'é' },
      requestContext: {
        accountId: '000000000000',
        apiId: 'api',
        domainName: 'api.execute-api.eu-west-1.amazonaws.com',
        domainPrefix: 'api',
        http: { method: 'POST', path: '/api/echo', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'Test/1' },
        requestId: expect.any(String),
        routeKey: 'POST /api/echo',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
      body: '{"x":1}',
      isBase64Encoded: false,
    });
  });

  it('has path parameters, and bytes in base64', async () => {
    expect((await echo('/api/items/7')).event).toMatchObject({ pathParameters: { id: '7' } });
    const body = Buffer.from([1, 2, 255]);
    const { event } = await echo('/api/echo', { method: 'POST', body, headers: { 'content-type': 'image/png' } });
    expect(event).toMatchObject({ body: 'AQL/', isBase64Encoded: true });
  });

  it('has the origin header of the distribution and the viewer of the socket, whatever a client sends (T63)', async () => {
    const { event, env } = await echo('/api/echo', {
      headers: {
        'x-origin-secret': 'guess',
        'cloudfront-viewer-address': '203.0.113.9:1',
        'cloudfront-viewer-city': 'Nowhere',
        'x-unlisted': 'yes',
      },
    });
    const headers = z.record(z.string(), z.string()).parse(event.headers);
    expect(headers['x-origin-secret']).toBe(env.ORIGIN_SECRET);
    expect(headers['cloudfront-viewer-address']).toMatch(/^127\.0\.0\.1:/);
    expect(Object.keys(headers)).not.toContain('cloudfront-viewer-city');
    expect(Object.keys(headers)).not.toContain('x-unlisted');
  });

  it('has the address and the city that a test plays', async () => {
    const played = { 'x-local-viewer-address': '2001:db8::7', 'x-local-viewer-city': 'Utrecht' };
    const { event } = await echo('/api/echo', { headers: played });
    expect(event.headers).toMatchObject({
      'cloudfront-viewer-address': expect.stringMatching(/^2001:db8::7:\d+$/),
      'cloudfront-viewer-city': 'Utrecht',
    });
  });
});

describe('the function', () => {
  it('has the environment of the template and of Lambda, and nothing else', async () => {
    const { env } = await echo();
    expect(env).toMatchObject({ TABLE: 'Table', ORIGIN: run.origin, KEYS: expect.stringContaining(':secret:Keys') });
    expect(Object.keys(env)).not.toContain('PATH');
    expect(Object.keys(env)).not.toContain('HOME');
  });

  it('keeps its environment from call to call, and answers calls that come together', async () => {
    const [first, ...others] = await Promise.all([1, 2, 3, 4].map(() => echo('/api/echo?pause=100')));
    expect(others.map((one) => one.left)).toEqual(others.map(() => expect.any(Number)));
    expect((await echo()).calls).toBeGreaterThan(first === undefined ? 1 : 0);
  });

  it('sees the time that a test moves', async () => {
    const before = (await echo()).now;
    const moved = await run.local('POST', 'clock', { advanceSeconds: 3600 });
    expect(await moved.json()).toEqual({ offsetSeconds: 3600, now: expect.any(String) });
    expect((await echo()).now - before).toBeGreaterThanOrEqual(3_600_000);
    expect((await run.facts()).clockOffsetSeconds).toBe(3600);
    await run.local('POST', 'clock', { advanceSeconds: -3600 });
  });

  it('that throws gives a bare 500, and the developer sees why', async () => {
    const response = await run.ask('/api/echo?throw=1');
    expect([response.status, await response.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect(run.printed.join('\n')).toContain('a secret detail');
  });

  it('that hangs is ended after its timeout, and the next call finds a new one', async () => {
    const response = await run.ask('/api/echo?hang=1');
    expect([response.status, await response.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect((await run.ask('/api/echo')).status).toBe(200);
  });

  it('that crashes gives a bare 500, and the next call finds a new one', async () => {
    expect((await run.ask('/api/echo?crash=1')).status).toBe(500);
    expect((await run.ask('/api/echo')).status).toBe(200);
  });
});

describe('the answer', () => {
  it('has status, headers, cookies and bytes of the function, and the headers of the policy', async () => {
    const response = await run.ask('/api/echo?status=418');
    expect(response.status).toBe(418);
    expect(response.headers.getSetCookie()).toEqual(['__Host-a=1; Path=/; Secure; HttpOnly', 'b=2']);
    expect(response.headers.get('x-own')).toBe('kept');
    // The policy says no-store, but not over what the origin says.
    expect(response.headers.get('cache-control')).toBe('private');
    expect(response.headers.get('x-frame-options')).toBe('DENY');
    expect(await response.text()).toBe('bytes');
  });

  it('without a status code is the body', async () => {
    expect(await (await run.ask('/api/echo?plain=1')).json()).toEqual({ it: 'is the body' });
  });

  it('reaches WebKit, which keeps no Secure cookie over plain HTTP, under another name and back', async () => {
    const headers = { 'user-agent': 'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15' };
    const response = await run.ask('/api/echo?status=200', { headers });
    expect(response.headers.getSetCookie()).toEqual(['plain.__Host-a=1; Path=/; HttpOnly', 'b=2']);
    const { event } = await echo('/api/echo', { headers: { ...headers, cookie: 'plain.__Host-a=1; __Host-b=3; c=4' } });
    expect(event.cookies).toEqual(['__Host-a=1', 'c=4']);
  });
});

describe('the limits', () => {
  it('are those of the platform, with its words and the headers of the policy (T57)', async () => {
    const answers = await Promise.all([
      run.ask('/api/nothing'),
      run.ask('/api/echo', { method: 'DELETE' }),
      run.ask('/api/echo', { method: 'POST', body: 'x'.repeat(10 * 1024 * 1024 + 1) }),
      run.ask('/api/echo', { method: 'POST', body: 'x'.repeat(7 * 1024 * 1024) }),
      run.ask('/api/echo', { headers: { cookie: `a=${'x'.repeat(10_240)}` } }),
      run.ask('/api/echo?large=1'),
      run.ask('/', { method: 'POST' }),
      run.ask('/missing.js'),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 413, 413, 431, 500, 403, 403]);
    expect(answers.map((answer) => answer.headers.get('x-frame-options'))).toEqual(answers.map(() => 'DENY'));
    expect(await answers[0]?.json()).toEqual({ message: 'Not Found' });
  });

  it('refuse a GET with a body, as CloudFront does', async () => {
    const headers = { host: `localhost:${run.port}`, 'content-length': '2' };
    expect((await raw(headers, '/api/echo', '{}')).status).toBe(403);
  });

  it('let as many requests through as the template says, and no more (429)', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => run.ask('/api/slow')));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 429, 429]);
    const refused = answers.find((answer) => answer.status === 429);
    expect(await refused?.json()).toEqual({ message: 'Too Many Requests' });
  });
});

describe('the door', () => {
  it('leads 127.0.0.1 to localhost, where cookies and keys work', async () => {
    expect(await raw({ host: `127.0.0.1:${run.port}` }, '/portal/?a=1')).toEqual({
      status: 308,
      location: `${run.origin}/portal/?a=1`,
    });
  });

  it('refuses foreign hosts and foreign pages', async () => {
    const foreign = { origin: 'https://evil.example' };
    expect((await raw({ host: 'evil.example' })).status).toBe(403);
    expect((await raw({ host: `localhost:${run.port + 1}` })).status).toBe(403);
    expect((await run.ask('/_local/messages', { headers: foreign })).status).toBe(403);
    expect((await run.ask('/', { headers: foreign })).status).toBe(403);
    // What may be asked of the API, the functions decide, as they must once deployed.
    expect((await run.ask('/api/echo', { headers: foreign })).status).toBe(200);
  });
});
