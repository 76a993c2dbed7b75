import { compactVerify, importJWK } from 'jose';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { newPossession, type Possession } from '../../../web/mobile/keys/possession.ts';
import { askAs } from '../../../web/mobile/phone-api.ts';

const origin = 'https://id.example.org';
let possession: Possession;

interface Sent {
  readonly path: string;
  readonly body: string;
  /** The nonce that it was proved with, once the proof was verified. */
  readonly nonce: unknown;
}

/** Answers the requests that a phone proves, one after the other, and `/nonce` by itself. */
function portal(...answers: readonly (Response | Error)[]): Sent[] {
  const sent: Sent[] = [];
  let nonces = 0;
  const queue = [...answers];
  vi.stubGlobal('fetch', async (path: string, { headers, body = '' }: { headers: Headers; body?: string }) => {
    if (path === '/api/phone/nonce') return Response.json({ nonce: `asked ${++nonces}` });
    const { payload } = await compactVerify(headers.get('dpop') ?? '', await importJWK(possession.jwk, 'ES256'));
    sent.push({ path, body, nonce: JSON.parse(new TextDecoder().decode(payload)).nonce });
    const answer = queue.shift() ?? new Error('Nothing more to answer.');
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return sent;
}

const answer = (status: number, body: object, nonce?: string) =>
  Response.json(body, { status, headers: nonce === undefined ? {} : { 'dpop-nonce': nonce } });
const ask = () =>
  askAs({ account: 'a', device: 'd', key: possession.key }, 'PATCH /api/phone', async (nonce) => ({ name: nonce }));

beforeEach(async () => {
  vi.stubGlobal('location', { origin });
  possession = await newPossession();
});
afterEach(() => vi.unstubAllGlobals());

it('asks for a first nonce, and uses the one that each answer brings once', async () => {
  const sent = portal(answer(200, {}, 'brought'), answer(200, {}), answer(200, {}));
  for (let count = 0; count < 3; count++) expect(await ask()).toMatchObject({ ok: true });
  expect(sent.map(({ nonce }) => nonce)).toEqual(['asked 1', 'brought', 'asked 2']);
});

it('repeats once, over the newest nonce, what was proved with one too old', async () => {
  const sent = portal(answer(401, { code: 'nonce-needed' }, 'newer'), answer(200, { name: 'newer' }));
  expect(await ask()).toEqual({ ok: true, answer: { name: 'newer' } });
  expect(sent.map(({ body }) => body)).toEqual(['{"name":"asked 1"}', '{"name":"newer"}']);
  const again = portal(answer(401, { code: 'nonce-needed' }), answer(401, { code: 'nonce-needed' }));
  expect(await ask()).toMatchObject({ ok: false, problem: { code: 'nonce-needed' } });
  expect(again).toHaveLength(2);
});

it('sends the very same again after a lost answer, so that it counts once', async () => {
  const sent = portal(new TypeError('fetch failed'), answer(200, {}));
  expect(await ask()).toMatchObject({ ok: true });
  expect(sent[1]).toEqual(sent[0]);
});

it('calls a portal that cannot be reached a network problem', async () => {
  portal(new TypeError('fetch failed'), new TypeError('fetch failed'));
  expect(await ask()).toEqual({ ok: false, problem: { code: 'network' } });
});
