import { type Bytes, base64url, bytesOf, randomBytes, utf8 } from './bytes.ts';

/** OWASP Password Storage, PBKDF2-HMAC-SHA256. */
const ROUNDS = 600_000;
/** An Ed25519 private key before its seed (RFC 8410, 7). */
const PKCS8_PREFIX = bytesOf('MC4CAQAwBQYDK2VwBCIEIA');
/** RFC 8032, 7.1, the first test. */
const TEST_SEED = bytesOf('nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A');
const TEST_KEY = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';

/** What a PIN becomes a key with. Neither tells a right PIN from a wrong one: every PIN makes a key. */
export interface PinMaterial {
  /** Of this profile on this phone, and never exported. */
  readonly deviceKey: CryptoKey;
  readonly salt: Bytes;
}

/** The key that a PIN makes; it lives as long as one signature needs. */
export interface PinKey {
  /** Its public half, base64url, which counts as a secret: whoever knows it can try PINs without the portal. */
  readonly key: string;
  sign(text: string): Promise<string>;
}

export async function newPinMaterial(): Promise<PinMaterial> {
  const deviceKey = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return { deviceKey, salt: randomBytes(32) };
}

async function stretch(pin: string, salt: Bytes): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', utf8(pin), 'PBKDF2', false, ['deriveBits']);
  const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, 256));
}

async function keyOf(seed: Bytes): Promise<PinKey> {
  const pkcs8 = new Uint8Array([...PKCS8_PREFIX, ...seed]);
  // Its public half can be read from the private one only, and of that only if it may be exported.
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']);
  const { x } = await crypto.subtle.exportKey('jwk', key);
  if (x === undefined) throw new Error('The public half of an Ed25519 key cannot be read.');
  return {
    key: x,
    sign: async (text) => base64url(await crypto.subtle.sign('Ed25519', key, utf8(text))),
  };
}

/** The key of a PIN: Ed25519 of HMAC(device key, PBKDF2(PIN)). Takes a moment, on purpose. */
export async function pinKeyOf(pin: string, { deviceKey, salt }: PinMaterial): Promise<PinKey> {
  const seed = await crypto.subtle.sign('HMAC', deviceKey, await stretch(pin, salt));
  return keyOf(new Uint8Array(seed));
}

/** Whether this browser makes the keys that PINs need: asked before a PIN is. */
export async function canMakePinKeys(): Promise<boolean> {
  try {
    return (await keyOf(TEST_SEED)).key === TEST_KEY;
  } catch {
    return false;
  }
}
