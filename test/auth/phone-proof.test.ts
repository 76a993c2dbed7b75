import { beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import type { Device } from '../../lambdas/auth/device.ts';
import { makeNonce, nonceAt } from '../../lambdas/auth/phone-nonce.ts';
import { type ProofOfPhone, provePhone } from '../../lambdas/auth/phone-proof.ts';
import { idOf, person, repeatable, START } from '../harness/people.ts';
import { type PlayedPhone, playPhone } from '../harness/phone.ts';

const ORIGIN = 'https://id.example.org';
const KEYS = { current: 'k1', keys: { k1: 'a'.repeat(64) } };
const REQUEST = { method: 'PATCH', path: '/api/phone', body: '{"name":"Pixel"}' };

let phone: PlayedPhone;
let device: Device;
let account: Account;

beforeEach(() => {
  phone = playPhone(ORIGIN);
  account = person({ devices: [idOf('phone')] });
  phone.account = account.id;
  phone.device = idOf('phone');
  device = {
    account: account.id,
    id: phone.device,
    state: 'active',
    name: 'Pixel',
    flow: idOf('flow'),
    endsAt: START + 1000,
    possession: phone.possession,
    pin: { hash: 'none', keyId: 'k1' },
    pinTries: 0,
    pinAt: 0,
    pinNonceAt: 0,
    visit: { at: START, browser: 'Chrome, Android' },
  };
});

const nonce = (at = START) => makeNonce(KEYS, repeatable(), at);

/** Refused with that code, or the phone that proved itself. */
async function outcome(jws: string | undefined, given: Partial<ProofOfPhone> = {}, now = START): Promise<string> {
  const look = async (id: string, kid: string) => ({
    ...(id === account.id && { account }),
    ...(kid === device.id && { device }),
  });
  const proof = { ...REQUEST, ...given, jws };
  try {
    return (await provePhone({ look, keys: KEYS, origin: ORIGIN }, proof, now)).device.id;
  } catch (refusal) {
    return String(Object(refusal).code ?? refusal);
  }
}

describe('a nonce', () => {
  it('is good for two minutes by the server’s clock, and of our making', () => {
    const made = nonce();
    expect(nonceAt(KEYS, made, START + 119_999)).toBe(START);
    expect(nonceAt(KEYS, made, START + 120_000)).toBeUndefined();
    expect(nonceAt(KEYS, made, START - 5001)).toBeUndefined();
    expect(nonceAt({ current: 'k2', keys: { k2: 'b'.repeat(64) } }, made, START)).toBeUndefined();
    expect(nonceAt({ current: 'k2', keys: { ...KEYS.keys, k2: 'b'.repeat(64) } }, made, START)).toBe(START);
    const [, salt, mac] = made.split('.');
    expect(nonceAt(KEYS, `${START + 1}.${salt}.${mac}`, START)).toBeUndefined();
  });
});

describe('a proof', () => {
  it('says whose phone it is', async () => {
    expect(await outcome(phone.prove(REQUEST, nonce()))).toBe(phone.device);
  });

  it('without one, or with a nonce that is old or somebody else’s, asks for a nonce', async () => {
    expect(await outcome(undefined)).toBe('nonce-needed');
    expect(await outcome(phone.prove(REQUEST, nonce()), {}, START + 120_000)).toBe('nonce-needed');
    expect(await outcome(phone.prove(REQUEST, 'mine'))).toBe('nonce-needed');
  });

  it('T38: is of this request and no other', async () => {
    const jws = phone.prove(REQUEST, nonce());
    for (const other of [{ method: 'DELETE' }, { path: '/api/phone/pin' }, { body: '{"name":"Pixel "}' }]) {
      expect(await outcome(jws, other)).toBe('proof-refused');
    }
    const said = [{ v: 2 }, { sub: idOf('other') }, { htu: 'https://evil.example/api/phone' }, { more: 1 }];
    const refused = await Promise.all(said.map((one) => outcome(phone.prove(REQUEST, nonce(), one))));
    expect(refused).toEqual(['proof-refused', 'phone-unknown', 'proof-refused', 'proof-refused']);
  });

  it('is by the registered key and algorithm, whatever it names', async () => {
    const thief = playPhone(ORIGIN);
    thief.account = phone.account;
    thief.device = phone.device;
    expect(await outcome(thief.prove(REQUEST, nonce()))).toBe('proof-refused');
    const [, payload, signature] = phone.prove(REQUEST, nonce()).split('.');
    for (const header of [
      { typ: 'gatehouse-phone+jwt', alg: 'none', kid: phone.device },
      { typ: 'gatehouse-phone+jwt', alg: 'HS256', kid: phone.device },
      { typ: 'JWT', alg: 'ES256', kid: phone.device },
      { typ: 'gatehouse-phone+jwt', alg: 'ES256', kid: phone.device, jwk: thief.possession },
    ]) {
      const head = Buffer.from(JSON.stringify(header)).toString('base64url');
      expect(await outcome(`${head}.${payload}.${signature}`)).toBe('proof-refused');
    }
    expect(await outcome('not a proof')).toBe('proof-refused');
  });

  it('T41: is of nobody when the phone was revoked, taken from the list, or never confirmed in time', async () => {
    const jws = phone.prove(REQUEST, nonce());
    device = { ...device, state: 'revoked' };
    expect(await outcome(jws)).toBe('phone-unknown');
    device = { ...device, state: 'active' };
    account = { ...account, devices: [] };
    expect(await outcome(jws)).toBe('phone-unknown');
    device = { ...device, state: 'pending' };
    expect(await outcome(jws)).toBe(phone.device);
    device = { ...device, endsAt: START };
    expect(await outcome(jws)).toBe('phone-unknown');
  });
});
