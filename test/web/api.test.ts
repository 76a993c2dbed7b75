import { afterEach, describe, expect, it, vi } from 'vitest';
import { ask } from '../../web/shared/api.ts';

const answer = (response: Response | Error) => {
  const fetch = vi.fn<typeof globalThis.fetch>(() =>
    response instanceof Error ? Promise.reject(response) : Promise.resolve(response),
  );
  vi.stubGlobal('fetch', fetch);
  return fetch;
};
const problem = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });

afterEach(() => vi.unstubAllGlobals());

describe('ask', () => {
  it('sends JSON and the idempotency key, and keeps nothing in a cache', async () => {
    const fetch = answer(Response.json({ step: 'done' }));
    const outcome = await ask('POST /api/sign-in/code', { body: { code: '123456' }, idempotencyKey: 'key' });
    expect(outcome).toEqual({ ok: true, answer: { step: 'done' } });
    const [path, request] = fetch.mock.calls[0] ?? [];
    expect(path).toBe('/api/sign-in/code');
    expect(request).toMatchObject({ method: 'POST', body: '{"code":"123456"}', cache: 'no-store' });
    expect(Object.fromEntries(new Headers(request?.headers))).toEqual({
      'content-type': 'application/json',
      'idempotency-key': 'key',
    });
  });

  it('understands an answer without a body', async () => {
    answer(new Response(null, { status: 204 }));
    expect(await ask('DELETE /api/session')).toEqual({ ok: true, answer: undefined });
  });

  it('hands on a refusal with what it tells', async () => {
    answer(problem(401, { code: 'code-refused', triesLeft: 3 }));
    expect(await ask('GET /api/sign-in')).toEqual({ ok: false, problem: { code: 'code-refused', triesLeft: 3 } });
  });

  it('takes the wait from Retry-After where the document has none', async () => {
    answer(problem(503, { code: 'temporarily-unavailable' }, { 'retry-after': '7' }));
    expect(await ask('GET /api/sign-in')).toEqual({
      ok: false,
      problem: { code: 'temporarily-unavailable', retryAfterSeconds: 7 },
    });
  });

  it.each([
    [429, '{"message":"Too Many Requests"}', 'temporarily-unavailable'],
    [503, '<html>', 'temporarily-unavailable'],
    [502, '', 'temporarily-unavailable'],
    [403, '<html>', 'internal-error'],
  ])('T70: reads an answer that no function wrote by its status: %d', async (status, body, code) => {
    answer(problem(status, body));
    expect(await ask('GET /api/sign-in')).toMatchObject({ ok: false, problem: { code } });
  });

  it.each([
    ['no connection', new TypeError('fetch failed')],
    ['a time-out', new DOMException('late', 'TimeoutError')],
    ['an answer that breaks off', new Response('{"step":')],
  ])('calls %s a network problem', async (_, response) => {
    answer(response);
    expect(await ask('GET /api/sign-in')).toEqual({ ok: false, problem: { code: 'network' } });
  });
});
