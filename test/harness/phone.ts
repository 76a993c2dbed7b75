import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { SignedChange } from '../../lambdas/auth/approval.ts';
import { type Authenticator, authenticator } from './authenticator.ts';

export const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('base64url');

/** What a request is proved over. */
export interface Request {
  readonly method: string;
  readonly path: string;
  /** As it is sent; empty when there is none. */
  readonly body?: string;
}

/** A phone as its app makes it: real keys, and no clock. The key of the PIN is a random one in the place of a derived one. */
export interface PlayedPhone {
  readonly possession: { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string };
  readonly finger: Authenticator;
  /** The public key of the PIN. */
  readonly pin: string;
  /** Set by `enrolled`. */
  account: string;
  device: string;
  /** The body of `POST /api/phone/keys`. */
  keys(token: string, given?: { readonly name?: string; readonly withFinger?: boolean }): Keys;
  /** The header `DPoP`. */
  prove(request: Request, nonce: string, said?: Readonly<Record<string, unknown>>): string;
  /** PIN over a text, or a wrong one. */
  unlock(text: string, right?: boolean): { readonly key: string; readonly signature: string };
  /** The text of a change, as it is signed. */
  change(purpose: SignedChange['purpose'], nonce: string, next: string): string;
}

export type Keys = ReturnType<typeof keysOf>;

interface Pair {
  readonly privateKey: KeyObject;
  readonly x: string;
}

function ed25519(): Pair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, x: String(publicKey.export({ format: 'jwk' }).x) };
}

/** Over a text by a PIN, any PIN. */
export const signed = ({ privateKey, x: key }: Pair, text: string) => ({
  key,
  signature: sign(null, Buffer.from(text), privateKey).toString('base64url'),
});

export const newPin = ed25519;

export function playPhone(origin: string): PlayedPhone {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const [pin, wrong] = [ed25519(), ed25519()];
  const possession = { kty: 'EC', crv: 'P-256', x, y } as const;
  const finger = authenticator(origin);
  const jws = (header: object, payload: string): string => {
    const text = `${base64url(JSON.stringify(header))}.${base64url(payload)}`;
    const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return `${text}.${signature.toString('base64url')}`;
  };
  const phone: PlayedPhone = {
    possession,
    finger,
    pin: pin.x,
    account: '',
    device: '',
    keys: (token, given = {}) => keysOf({ origin, possession, finger, pin, jws }, token, given),
    prove({ method, path, body = '' }, nonce, said = {}) {
      const proof = { v: 1, sub: phone.account, htm: method, htu: `${origin}${path}`, bh: sha256(body), nonce };
      const header = { typ: 'gatehouse-phone+jwt', alg: 'ES256', kid: phone.device };
      return jws(header, JSON.stringify({ ...proof, ...said }));
    },
    unlock: (text, right = true) => signed(right ? pin : wrong, text),
    change: (purpose, nonce, next) =>
      JSON.stringify({ v: 1, purpose, account: phone.account, device: phone.device, origin, nonce, next: next }),
  };
  return phone;
}

const base64url = (text: string): string => Buffer.from(text).toString('base64url');

interface Making {
  readonly origin: string;
  readonly possession: PlayedPhone['possession'];
  readonly finger: Authenticator;
  readonly pin: Pair;
  jws(header: object, payload: string): string;
}

function keysOf(
  { origin, possession, finger, pin, jws }: Making,
  enrolment: string,
  { name = 'Pixel 9', withFinger = false }: { readonly name?: string; readonly withFinger?: boolean },
) {
  const { x, y } = possession;
  const thumbprint = sha256(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }));
  const text = JSON.stringify({
    v: 1,
    purpose: 'enrol',
    enrolment: sha256(enrolment),
    origin,
    possession: thumbprint,
    pin: sha256(Buffer.from(pin.x, 'base64url')),
    fingerprint: withFinger ? finger.id : '',
  });
  const challenge = sha256(`gatehouse-enrolment.${enrolment}.${thumbprint}`);
  return {
    enrolment,
    name,
    possession,
    possessionProof: jws({ typ: 'gatehouse-phone+jwt', alg: 'ES256' }, text),
    pin: pin.x,
    pinProof: signed(pin, text).signature,
    ...(withFinger && { fingerprint: { ...finger.create(challenge), clientExtensionResults: {} } }),
  };
}
