import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { ORIGIN } from './harness/browser.ts';
import { AttackPhone, withPhone } from './harness/phones.ts';
import { report } from './harness/report.ts';
import { type Asked, type Connect, openGate, socketProof } from './harness/sockets.ts';
import { setStage } from './harness/stage.ts';
import { typePassword } from './harness/steps.ts';

const stage = setStage();
let connect: Connect;
beforeAll(async () => {
  connect = await openGate(stage.portal);
});

const connections = () => stage.portal.database.rows('connections');
const tab = () => randomBytes(16).toString('base64url');

/** A browser that waits for a phone. */
async function waiting() {
  const browser = stage.portal.browser();
  expect((await browser.send('POST /api/sign-in/phone', {})).status).toBe(200);
  return browser;
}

describe('T51 sockets of other sites', () => {
  test('T51 no origin but ours gets a socket, whatever cookies and proofs it has', async () => {
    const { portal } = stage;
    const browser = await waiting();
    const { phone } = await withPhone(portal);
    const origins = [
      ...['https://evil.example', 'null', undefined, '', 'https://id.example.org.evil.example'],
      ...['https://evil-id.example.org', 'https://sub.id.example.org', 'http://id.example.org'],
      ...['https://id.example.org:8443', 'https://id.example.org/', 'HTTPS://ID.EXAMPLE.ORG', `${ORIGIN}, ${ORIGIN}`],
    ];
    const asks: Asked[] = origins.map((Origin) => ({ headers: { Origin } }));
    asks.push({ twice: { Origin: [ORIGIN, 'https://evil.example'] } }, { twice: { origin: ['https://evil.example'] } });
    asks.push(...[undefined, '', 'guess'].map((secret) => ({ headers: { 'x-origin-secret': secret } })));
    let accepted = 0;
    for (const asked of asks) {
      const proof = await socketProof(phone);
      for (const one of [
        { ...asked, browser },
        { ...asked, proof },
      ]) {
        const { status } = await connect(one);
        expect([status, one]).toEqual([403, one]);
        if (status < 300) accepted += 1;
      }
    }
    expect(await connections()).toEqual([]);
    report('T51', { handshakes: asks.length * 2, accepted });
  });
});

describe('T52 whose socket it is', () => {
  test('T52 without the cookie of an open flow that waits for a phone there is no socket', async () => {
    const { portal } = stage;
    const [browser, other] = [await waiting(), await waiting()];
    const own = browser.jar.get('__Host-flow') ?? '';
    const [id = '', secret = ''] = (other.jar.get('__Host-flow') ?? '').split('.');
    const password = portal.browser();
    await typePassword(password, await portal.person());
    const done = await waiting();
    const cookie = (value: string) => ({ headers: { Cookie: `__Host-flow=${value}` } });
    const asks: Asked[] = [
      {},
      cookie(''),
      cookie(`${id}.${own.split('.')[1]}`),
      cookie(`${own.split('.')[0]}.${secret}`),
      cookie(`${randomBytes(16).toString('base64url')}.${secret}`),
      cookie(`${id}.${secret}; __Host-flow=${own}`),
      { headers: { Cookie: `flow=${own}` } },
      { browser: password },
    ];
    for (const asked of asks) expect([(await connect(asked)).status, asked]).toEqual([410, asked]);
    for (const one of ['short', `${tab()}x`, `${'a'.repeat(21)}#`]) {
      expect((await connect({ browser, tab: one })).status).toBe(400);
    }
    expect(await connections()).toEqual([]);
    // Two tabs of one flow, and one of them again: two rows.
    const [first, second] = [tab(), tab()];
    for (const one of [first, second, first]) expect((await connect({ browser, tab: one })).status).toBe(200);
    expect(await connections()).toHaveLength(2);
    portal.clock.advance(20 * 60);
    expect((await connect({ browser: done })).status).toBe(410);
    expect((await connect({ browser, tab: first })).status).toBe(410);
    report('T52', { 'handshakes without an own open flow': asks.length + 2, accepted: 0 });
  });

  test('T52 a phone that does not prove itself gets no socket, and a proof opens one', async () => {
    const { portal } = stage;
    const [{ phone }, other] = [await withPhone(portal), await withPhone(portal)];
    const { played } = phone;
    const stranger = new AttackPhone(portal);
    Object.assign(stranger.played, { account: played.account, device: played.device });
    const crossed = new AttackPhone(portal);
    Object.assign(crossed.played, { account: played.account, device: other.phone.played.device });
    const told = (protocol: string) => ({ headers: { 'Sec-WebSocket-Protocol': protocol } });
    const fresh = await phone.nonce();
    const good = await socketProof(phone, fresh);
    const [head = '', body = '', signature = ''] = good.split('.');
    const asks: readonly (readonly [number, Asked])[] = [
      [400, told('gatehouse.phone')],
      [400, told('')],
      [400, told(good)],
      [400, told(`gatehouse.phone, ${good}, ${good}`)],
      [400, told(`other, ${good}`)],
      [401, told('gatehouse.phone, x.y.z')],
      [401, { proof: played.prove({ method: 'GET', path: '/api/phone' }, fresh) }],
      [401, { proof: played.prove({ method: 'POST', path: '/ws' }, fresh) }],
      [401, { proof: played.prove({ method: 'GET', path: '/ws', body: '{}' }, fresh) }],
      [401, { proof: played.prove({ method: 'GET', path: '/ws' }, fresh, { htu: 'https://evil.example/ws' }) }],
      [401, { proof: await socketProof(phone, 'no.nonce.ofours') }],
      [401, { proof: await socketProof(stranger, fresh) }],
      [401, { proof: await socketProof(crossed, fresh) }],
      [401, { proof: `${head}.${body}.${signature.slice(0, -4)}AAAA` }],
      [401, { proof: `${head}.${body}.` }],
    ];
    for (const [status, asked] of asks) expect([(await connect(asked)).status, asked]).toEqual([status, asked]);
    expect(await connections()).not.toContainEqual(expect.objectContaining({ owner: `device#${played.device}` }));

    const together = await Promise.all(Array.from({ length: 5 }, () => connect({ proof: good, tab: tab() })));
    expect(together.map(({ status }) => status).toSorted()).toEqual([200, 401, 401, 401, 401]);
    expect(together.find(({ status }) => status === 200)?.protocol).toBe('gatehouse.phone');
    expect((await connect({ proof: good })).status).toBe(401);
    portal.clock.advance(1);
    const stale = await socketProof(other.phone);
    portal.clock.advance(120);
    expect((await connect({ proof: stale })).status).toBe(401);
    expect((await phone.ask('DELETE /api/phone')).status).toBe(204);
    expect((await connect({ proof: await socketProof(phone) })).status).toBe(401);
    report('T52', { 'handshakes without a fresh proof of the phone': asks.length + 8, accepted: 0 });
  });

  test('T52 nothing secret is in a row, a log line or an answer', async () => {
    const { portal } = stage;
    const browser = await waiting();
    const { phone } = await withPhone(portal);
    const proof = await socketProof(phone);
    expect((await connect({ browser, tab: tab() })).status).toBe(200);
    expect((await connect({ proof })).status).toBe(200);
    expect((await connect({ proof })).status).toBe(401);
    const rows = await connections();
    for (const row of rows) {
      expect(Object.keys(row).toSorted()).toEqual(['connection', 'owner', 'tab', 'ttl']);
      expect(Number(row.ttl)).toBeLessThanOrEqual(portal.clock.now() / 1000 + 2 * 3600);
    }
    const [, secret = ''] = (browser.jar.get('__Host-flow') ?? '').split('.');
    const seen = JSON.stringify(rows) + portal.logs.join('');
    for (const one of [secret, proof, proof.split('.')[2] ?? '']) expect(seen).not.toContain(one);
  });
});
