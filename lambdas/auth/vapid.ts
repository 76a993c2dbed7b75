import { createECDH } from 'node:crypto';
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
