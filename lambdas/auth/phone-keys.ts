import { createHash, createPublicKey, verify } from 'node:crypto';

/** The keys of phones. Algorithms are those registered, never those that a message names. */

/** Coordinates of a P-256 key, as in its JWK (RFC 7518, 6.2). */
export interface PossessionKey {
  readonly x: string;
  readonly y: string;
}

export const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('base64url');

/** Thumbprint of a key of possession (RFC 7638). */
export const thumbprint = ({ x, y }: PossessionKey): string =>
  sha256(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }));

/** A compact JWS (RFC 7515), taken apart and not yet believed. */
export interface Jws {
  readonly header: Readonly<Record<string, unknown>>;
  /** The payload's bytes as text. */
  readonly payload: string;
  /** What its signature is over. */
  readonly signed: string;
  readonly signature: Buffer;
}

const JWS = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;

/** The parts of a compact JWS whose signature nobody has checked yet; undefined when it is none. */
export function openJws(text: string): Jws | undefined {
  const [, head = '', body = '', signature = ''] = JWS.exec(text) ?? [];
  const header = fieldsOf(Buffer.from(head, 'base64url').toString('utf8'));
  if (!header) return undefined;
  return {
    header,
    payload: Buffer.from(body, 'base64url').toString('utf8'),
    signed: `${head}.${body}`,
    signature: Buffer.from(signature, 'base64url'),
  };
}

/** The fields of a JSON object; undefined for any other text. */
export function fieldsOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the text is a JSON object with exactly these fields and values, in any order. */
export function says(text: string, expected: Readonly<Record<string, string | number>>): boolean {
  const fields = fieldsOf(text);
  const names = Object.keys(expected);
  return (
    fields !== undefined &&
    Object.keys(fields).length === names.length &&
    names.every((name) => Object.hasOwn(fields, name) && fields[name] === expected[name])
  );
}

/** Whether the key of possession made that signature (ES256). */
export function isByPossession({ x, y }: PossessionKey, { signed, signature }: Jws): boolean {
  return isSigned({ kty: 'EC', crv: 'P-256', x, y }, signed, signature);
}

/** Whether the key of the PIN made that signature (Ed25519) over the text. `key`: the `x` of its JWK (RFC 8037, 2). */
export function isByPin({ key: x, signature }: PinSignature, text: string): boolean {
  return isSigned({ kty: 'OKP', crv: 'Ed25519', x }, text, Buffer.from(signature, 'base64url'));
}

/** By the key of the PIN: its public key counts as a secret, and comes with each signature. */
export interface PinSignature {
  readonly key: string;
  readonly signature: string;
}

type PublicJwk =
  | { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string }
  | { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string };

function isSigned(jwk: PublicJwk, text: string, signature: Buffer): boolean {
  try {
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    return verify(jwk.kty === 'EC' ? 'sha256' : null, Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    // Coordinates that are no point of the curve.
    return false;
  }
}
