import { createECDH, createPrivateKey, sign } from 'node:crypto';
import { derive, type KeyRing } from './tokens.ts';

/** By which the portal proves itself to push services (RFC 8292); base64url. */
export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

/**
 * From the oldest key, so that adding a key ends no subscription. A P-256 scalar: of 2^32 values one is none, and then
 * the next is taken.
 */
export function vapidKeys(ring: KeyRing): VapidKeys {
  const [oldest = ring.current] = Object.keys(ring.keys);
  for (let attempt = 0; ; attempt += 1) {
    const scalar = derive(ring, oldest, 'vapid', [attempt]);
    if (!scalar) throw new Error('The key ring is empty.');
    const pair = pairOf(scalar);
    if (pair) return pair;
  }
}

function pairOf(scalar: Buffer): VapidKeys | undefined {
  const pair = createECDH('prime256v1');
  try {
    pair.setPrivateKey(scalar);
  } catch {
    return undefined;
  }
  return { publicKey: pair.getPublicKey('base64url'), privateKey: scalar.toString('base64url') };
}

const TOKEN_SECONDS = 3600;

/**
 * `Authorization` for the push service at that origin (RFC 8292, 3): a JWT by the portal's key. `subject`: whom the
 * service may write to about it, a `mailto:` address.
 */
export function vapidHeader(keys: VapidKeys, audience: string, subject: string, now: number): string {
  const claims = { aud: audience, exp: Math.floor(now / 1000) + TOKEN_SECONDS, sub: subject };
  const signed = [{ typ: 'JWT', alg: 'ES256' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  // 0x04, x, y: an uncompressed point.
  const point = Buffer.from(keys.publicKey, 'base64url');
  const [x, y] = [point.toString('base64url', 1, 33), point.toString('base64url', 33)];
  const key = createPrivateKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y, d: keys.privateKey } });
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  return `vapid t=${signed}.${signature}, k=${keys.publicKey}`;
}
