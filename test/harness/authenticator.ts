import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { FingerprintAssertion, NewFingerprint } from '../../lambdas/auth/fingerprint.ts';

/** A platform authenticator (WebAuthn Level 3) that says what it is told to. */
export interface Authenticator {
  readonly id: string;
  create(challenge: string, said?: Said): NewFingerprint;
  get(challenge: string, said?: Said): FingerprintAssertion;
}

export interface Said {
  readonly origin?: string;
  readonly userVerified?: boolean;
  readonly counter?: number;
  /** Of the attestation; `none` unless told otherwise. */
  readonly fmt?: string;
}

const sha256 = (bytes: string | Buffer): Buffer => createHash('sha256').update(bytes).digest();

export function authenticator(origin: string): Authenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credential = randomBytes(16);
  const id = credential.toString('base64url');
  const ids = { id, rawId: id, type: 'public-key' } as const;
  return {
    id,
    create(challenge, said = {}) {
      const key = coseKey(publicKey);
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, credential.length]), credential, key]);
      const authData = Buffer.concat([authenticatorData(origin, said, 0x40), attested]);
      const fmt = said.fmt ?? 'none';
      const attestation = Buffer.concat([
        Buffer.from([0xa3]),
        ...[cborText('fmt'), cborText(fmt), cborText('attStmt'), Buffer.from([0xa0]), cborText('authData')],
        cborBytes(authData),
      ]);
      const clientDataJSON = clientData('webauthn.create', challenge, said.origin ?? origin);
      return { ...ids, response: { clientDataJSON, attestationObject: attestation.toString('base64url') } };
    },
    get(challenge, said = {}) {
      const data = authenticatorData(origin, said, 0);
      const clientDataJSON = clientData('webauthn.get', challenge, said.origin ?? origin);
      const signed = Buffer.concat([data, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
      const signature = sign('sha256', signed, privateKey).toString('base64url');
      return { ...ids, response: { clientDataJSON, authenticatorData: data.toString('base64url'), signature } };
    },
  };
}

const clientData = (type: string, challenge: string, origin: string): string =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString('base64url');

function authenticatorData(origin: string, { userVerified = true, counter = 0 }: Said, flags: number): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  const set = flags | 0x01 | (userVerified ? 0x04 : 0);
  return Buffer.concat([sha256(new URL(origin).hostname), Buffer.from([set]), count]);
}

/** `{ 1: 2, 3: -7, -1: 1, -2: x, -3: y }` (RFC 9053, 7.1.1). */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const [left, right] = [cborBytes(Buffer.from(x, 'base64url')), cborBytes(Buffer.from(y, 'base64url'))];
  const head = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]);
  return Buffer.concat([head, left, Buffer.from([0x22]), right]);
}

const cborText = (text: string): Buffer => Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);
const cborBytes = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes.length < 24 ? Buffer.from([0x40 + bytes.length]) : Buffer.from([0x58, bytes.length]), bytes]);
