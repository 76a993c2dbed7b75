import { base64url, hashText, utf8 } from './bytes.ts';

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** Its public half, as the portal registers it (RFC 7518, 6.2). */
export interface PossessionJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

/** The key that shows that it is this phone. Its private half never leaves WebCrypto. */
export interface Possession {
  readonly key: CryptoKey;
  readonly jwk: PossessionJwk;
}

export async function newPossession(): Promise<Possession> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(P256, false, ['sign', 'verify']);
  const { x, y } = await crypto.subtle.exportKey('jwk', publicKey);
  if (x === undefined || y === undefined) throw new Error('The public half of a P-256 key cannot be read.');
  return { key: privateKey, jwk: { kty: 'EC', crv: 'P-256', x, y } };
}

/** JWK thumbprint (RFC 7638), base64url. */
export const thumbprint = ({ x, y }: PossessionJwk): Promise<string> =>
  hashText(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }));

/** A compact JWS (RFC 7515) over a text. */
export async function signJws(key: CryptoKey, header: Readonly<Record<string, string>>, text: string): Promise<string> {
  const input = `${base64url(utf8(JSON.stringify(header)))}.${base64url(utf8(text))}`;
  return `${input}.${base64url(await crypto.subtle.sign(ES256, key, utf8(input)))}`;
}
