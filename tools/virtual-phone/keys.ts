import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  pbkdf2Sync,
  randomBytes,
  sign,
} from 'node:crypto';

/** What a phone keeps of one account. A real phone cannot export the first two; this one lies in a file. */
export interface PhoneKeys {
  /** Private key of possession: P-256, as a JWK. */
  readonly possession: JsonWebKey;
  /** Key of this profile under which the PIN is stretched, base64url. */
  readonly stretch: string;
  /** Base64url. */
  readonly salt: string;
}

const ROUNDS = 600_000;
/** What comes before the 32 bytes of an Ed25519 seed in PKCS #8 (RFC 8410, 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

export const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('base64url');

export function newKeys(): PhoneKeys {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    possession: privateKey.export({ format: 'jwk' }),
    stretch: randomBytes(32).toString('base64url'),
    salt: randomBytes(16).toString('base64url'),
  };
}

/** The public half of possession, as the portal registers it. */
export function possessionOf({ possession: { x = '', y = '' } }: PhoneKeys) {
  return { kty: 'EC', crv: 'P-256', x, y } as const;
}

/** Thumbprint of the key of possession (RFC 7638). */
export function thumbprint(keys: PhoneKeys): string {
  const { x, y } = possessionOf(keys);
  return sha256(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }));
}

/** A compact JWS (RFC 7515) by the key of possession, ES256. */
export function signJws(keys: PhoneKeys, header: Readonly<Record<string, string>>, payload: string): string {
  const encode = (text: string) => Buffer.from(text).toString('base64url');
  const signed = `${encode(JSON.stringify({ ...header, alg: 'ES256' }))}.${encode(payload)}`;
  const key = createPrivateKey({ key: keys.possession, format: 'jwk' });
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

/** The key that a PIN makes, there as long as the PIN is: nothing of it is kept. */
export interface PinKey {
  /** The `x` of its JWK (RFC 8037, 2); counts as a secret. */
  readonly key: string;
  /** Ed25519 over the text's UTF-8, base64url. */
  sign(text: string): string;
}

/** Seed = HMAC-SHA-256(stretching key, PBKDF2-SHA-256(PIN, salt, 600,000 rounds)), of an Ed25519 key. */
export function pinKey(keys: PhoneKeys, pin: string): PinKey {
  const stretched = pbkdf2Sync(pin, Buffer.from(keys.salt, 'base64url'), ROUNDS, 32, 'sha256');
  const seed = createHmac('sha256', Buffer.from(keys.stretch, 'base64url')).update(stretched).digest();
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  return {
    key: publicHalf(key),
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64url'),
  };
}

const publicHalf = (key: KeyObject): string => createPublicKey(key).export({ format: 'jwk' }).x ?? '';
