import { derive, type KeyRing, sameText } from './tokens.ts';

/** What comes after the `#` of the link by which somebody who cannot sign in follows up his ticket. */
export function ticketLinkToken(ring: KeyRing, ticket: string): string {
  const token = tokenWith(ring, ticket, ring.current);
  if (token === undefined) throw new Error('The key ring has no current key.');
  return token;
}

/** The ticket whose link carries that; undefined where it is nobody's. Whether the ticket is a guest's is for the caller to check. */
export function ticketOfLink(ring: KeyRing, given: string): string | undefined {
  const [, ticket] = TOKEN.exec(given) ?? [];
  if (ticket === undefined) return undefined;
  const isRight = Object.keys(ring.keys).some((keyId) => sameText(tokenWith(ring, ticket, keyId) ?? '', given));
  return isRight ? ticket : undefined;
}

const TOKEN = /^([\w-]{22})\.[\w-]{43}$/;

function tokenWith(ring: KeyRing, ticket: string, keyId: string): string | undefined {
  const secret = derive(ring, keyId, 'ticket-link', [ticket]);
  return secret && `${ticket}.${secret.toString('base64url')}`;
}
