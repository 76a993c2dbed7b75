import { derive, type KeyRing, type Random, sameText } from './tokens.ts';

/** How long a nonce is good. */
const NONCE_SECONDS = 120;
/** Clocks of functions differ by less. */
const AHEAD_SECONDS = 5;

/**
 * What a phone signs with each request, so that a proof is fresh by the server's clock (RFC 9449, 8):
 * `TIME.RANDOM.MAC`, TIME in milliseconds since 1970. Nothing is stored for it.
 */
export function makeNonce(keys: KeyRing, random: Random, now: number): string {
  const [time, salt] = [String(now), random(16).toString('base64url')];
  return `${time}.${salt}.${macOf(keys, keys.current, time, salt)}`;
}

const NONCE = /^(\d{13})\.([\w-]{22})\.([\w-]{43})$/;

/** When the nonce was made; undefined where it is not one of ours, or not of now. */
export function nonceAt(keys: KeyRing, nonce: string, now: number): number | undefined {
  const [, time = '', salt = '', mac = ''] = NONCE.exec(nonce) ?? [];
  const at = Number(time);
  if (at <= now - NONCE_SECONDS * 1000 || at > now + AHEAD_SECONDS * 1000) return undefined;
  const isOwn = Object.keys(keys.keys).some((keyId) => sameText(macOf(keys, keyId, time, salt), mac));
  return isOwn ? at : undefined;
}

const macOf = (keys: KeyRing, keyId: string, time: string, salt: string): string =>
  derive(keys, keyId, 'phone-nonce', [time, salt])?.toString('base64url') ?? '';
