import { createHash } from 'node:crypto';
import { compactVerify, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { base64url, bytesOf, utf8 } from '../../../web/mobile/keys/bytes.ts';
import { fingerprintChallenge, proveKeys } from '../../../web/mobile/keys/enrolment.ts';
import { canMakePinKeys, newPinMaterial, pinKeyOf } from '../../../web/mobile/keys/pin-key.ts';
import { faultOf } from '../../../web/mobile/keys/pin-rules.ts';
import { newPossession, thumbprint } from '../../../web/mobile/keys/possession.ts';
import { proofOf } from '../../../web/mobile/keys/proof.ts';

const origin = 'https://id.example.org';
const hash = (text: string) => createHash('sha256').update(text).digest('base64url');
const enrolment = `a.${'f'.repeat(22)}.${'s'.repeat(43)}`;

describe('a PIN', () => {
  it.each([
    ['12345', 'too-short'],
    ['000000', 'same-digit'],
    ['123456', 'run'],
    ['7890123', 'run'],
    ['987654', 'run'],
    ['121212', 'repeated'],
    ['12121212', 'repeated'],
    ['583583', 'repeated'],
    ['147258', 'common'],
    ['583019', undefined],
    ['5830583', undefined],
  ])('%s: %s', (pin, fault) => {
    expect(faultOf(pin)).toBe(fault);
  });

  it('makes the same key on the same phone, and another on another phone or by another PIN', async () => {
    const material = await newPinMaterial();
    const [key, again, other, elsewhere] = await Promise.all([
      pinKeyOf('583019', material),
      pinKeyOf('583019', material),
      pinKeyOf('583018', material),
      newPinMaterial().then((others) => pinKeyOf('583019', others)),
    ]);
    expect(again.key).toBe(key.key);
    expect(new Set([key.key, other.key, elsewhere.key]).size).toBe(3);
    expect(bytesOf(key.key)).toHaveLength(32);
  });

  it('T47: can be tried only with a key that cannot be exported', async () => {
    const { deviceKey } = await newPinMaterial();
    expect(deviceKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', deviceKey)).rejects.toThrow();
  });

  it('is asked for only where its keys can be made', async () => {
    expect(await canMakePinKeys()).toBe(true);
  });
});

describe('the key of possession', () => {
  it('T47: cannot be exported', async () => {
    const { key } = await newPossession();
    await expect(crypto.subtle.exportKey('pkcs8', key)).rejects.toThrow();
  });

  it('proves one request: method, address, body and nonce', async () => {
    const { key, jwk } = await newPossession();
    const body = '{"name":"Telefoon €"}';
    const prover = { account: 'acc_1', device: 'd'.repeat(22), key };
    const jws = await proofOf(prover, { method: 'PATCH', origin, path: '/api/phone', body, nonce: '1.r.m' });
    const { payload, protectedHeader } = await compactVerify(jws, await importJWK(jwk, 'ES256'));
    expect(protectedHeader).toEqual({ typ: 'gatehouse-phone+jwt', alg: 'ES256', kid: 'd'.repeat(22) });
    expect(JSON.parse(Buffer.from(payload).toString())).toEqual({
      v: 1,
      sub: 'acc_1',
      htm: 'PATCH',
      htu: 'https://id.example.org/api/phone',
      bh: hash(body),
      nonce: '1.r.m',
    });
  });
});

describe('the keys of an enrolment', () => {
  it('prove themselves over one text: enrolment, origin and each other', async () => {
    const possession = await newPossession();
    const pin = await pinKeyOf('583019', await newPinMaterial());
    const fingerprint = {
      id: 'credential',
      rawId: 'credential',
      type: 'public-key' as const,
      response: { clientDataJSON: '', attestationObject: '', transports: [] },
      clientExtensionResults: {},
    };
    const keys = await proveKeys({ enrolment, origin, possession, pin, fingerprint });
    const { payload } = await compactVerify(keys.possessionProof, await importJWK(possession.jwk, 'ES256'));
    expect(JSON.parse(Buffer.from(payload).toString())).toEqual({
      v: 1,
      purpose: 'enrol',
      enrolment: hash(enrolment),
      origin,
      possession: await thumbprint(possession.jwk),
      pin: createHash('sha256').update(bytesOf(keys.pin)).digest('base64url'),
      fingerprint: 'credential',
    });
    const { pin: x, pinProof } = keys;
    const publicKey = await crypto.subtle.importKey('jwk', { kty: 'OKP', crv: 'Ed25519', x }, 'Ed25519', false, [
      'verify',
    ]);
    expect(await crypto.subtle.verify('Ed25519', publicKey, bytesOf(pinProof), new Uint8Array(payload))).toBe(true);
  });

  it('bind a fingerprint to enrolment and phone by its challenge', async () => {
    const possession = await newPossession();
    const challenge = await fingerprintChallenge({ enrolment, possession });
    expect(base64url(challenge)).toBe(hash(`gatehouse-enrolment.${enrolment}.${await thumbprint(possession.jwk)}`));
  });
});

it('writes base64url without padding, and reads it', () => {
  const bytes = utf8('ÿþ>?');
  expect(base64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
  expect(bytesOf(base64url(bytes))).toEqual(bytes);
});
