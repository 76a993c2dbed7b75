import { createHash, createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';

/** Random bytes, handed in so that tests can repeat a run. */
export type Random = (bytes: number) => Buffer;

/** 128 random bits as 22 characters: names things, protects nothing. Never begins like an option, for operators type it. */
export const newId = (random: Random): string => random(16).toString('base64url').replace(/^-/, '_');

/** 256 random bits as 43 characters: a bearer secret (NIST SP 800-63B-4, 5.1 asks for 64 bits or more). */
export const newToken = (random: Random): string => random(32).toString('base64url');

/** What a table keeps of a random token. The token has full entropy, so a plain hash is enough. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** The keys that codes, tokens and pseudonyms are derived with, by id. */
export interface KeyRing {
  /** Id of the key for what is made now. */
  readonly current: string;
  readonly keys: Readonly<Record<string, string>>;
}

/** Reads `{ "current": "k2", "k1": "…", "k2": "…" }`, oldest key first. Throws on anything else. */
export function parseKeyRing(text: string): KeyRing {
  const parsed = keysIn(text);
  const entries = Object.entries(parsed ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const { current, ...keys } = Object.fromEntries(entries);
  if (current === undefined || !keys[current]) throw new Error('The secret with the keys has no current key.');
  return { current, keys };
}

function keysIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The error of JSON.parse quotes the text, which is the secret.
    throw new Error('The secret with the keys is not JSON.');
  }
}

/** What a derived value is for; no value of one purpose is ever valid for another. */
export type Purpose =
  | 'sign-in-code'
  | 'reset-code'
  | 'confirmation-code'
  | 'new-address-code'
  | 'invitation'
  | 'temporary-password'
  | 'not-me'
  | 'session'
  | 'known-browser'
  | 'enrolment'
  | 'enrolment-flow'
  | 'enrolment-number'
  | 'phone-nonce'
  | 'pin-key'
  | 'qr-series'
  | 'vapid'
  | 'ticket-link'
  | 'puzzle'
  | 'pseudonym';

/**
 * HMAC-SHA-256 under a key of that purpose only (HKDF, RFC 5869), over an unambiguous encoding of the parts.
 * Undefined when the ring no longer holds the key.
 */
export function derive(
  ring: KeyRing,
  keyId: string,
  purpose: Purpose,
  parts: readonly (string | number)[],
): Buffer | undefined {
  const key = keyOf(ring, keyId, purpose);
  if (key === undefined) return undefined;
  return createHmac('sha256', key)
    .update(JSON.stringify([purpose, ...parts]))
    .digest();
}

const keysOfRings = new WeakMap<KeyRing, Map<string, KeyObject>>();

/** The key of that purpose, made once for as long as its ring is kept: a sign-in derives eight values. */
function keyOf(ring: KeyRing, keyId: string, purpose: Purpose): KeyObject | undefined {
  const secret = ring.keys[keyId];
  if (secret === undefined) return undefined;
  const made = keysOfRings.get(ring) ?? new Map<string, KeyObject>();
  keysOfRings.set(ring, made);
  const name = JSON.stringify([keyId, purpose]);
  const key =
    made.get(name) ?? createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `gatehouse/${purpose}`, 32)));
  made.set(name, key);
  return key;
}

/**
 * A name for something that must not be stored as it is (an address, an identifier nobody has). Made with the oldest
 * key, so that adding a key changes no pseudonym; removing the oldest forgets known browsers and tallies of strangers.
 */
export function pseudonym(ring: KeyRing, kind: string, value: string): string {
  const [oldest = ring.current] = Object.keys(ring.keys);
  const derived = derive(ring, oldest, 'pseudonym', [kind, value]);
  if (!derived) throw new Error('The key ring is empty.');
  return derived.subarray(0, 16).toString('base64url');
}

/** Compares in constant time; texts of different length are different. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
