import { type PhoneKeys, sha256, signJws } from './keys.ts';

/** Keys of one account on one portal, and what the portal calls them. */
export interface Profile extends PhoneKeys {
  /** For example `https://id.example.org`. */
  readonly origin: string;
  readonly account: string;
  readonly device: string;
  readonly name: string;
}

/** A refusal of the portal, by its stable code. */
export class PortalProblem extends Error {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(code: string, facts: Readonly<Record<string, unknown>>) {
    super(String(facts.title ?? code));
    this.name = 'PortalProblem';
    this.code = code;
    this.facts = facts;
  }
}

/** Asks before there is a phone: what proves something is in the body. */
export async function askAsNewcomer<Answer>(origin: string, route: string, body: object): Promise<Answer> {
  const [method = '', path = ''] = route.split(' ');
  const response = await send(origin, method, path, { body: JSON.stringify(body) });
  return read<Answer>(response);
}

/**
 * Asks as a phone: each request carries a proof by the key of possession (see docs/personal-mobile.md), over a nonce of
 * the portal. Rejects with a `PortalProblem`.
 */
export async function askAs<Answer>(
  profile: Profile,
  route: string,
  bodyOf: (nonce: string) => object | undefined = () => undefined,
): Promise<Answer> {
  const { nonce } = await askAsNewcomer<{ nonce: string }>(profile.origin, 'POST /api/phone/nonce', {});
  const given = bodyOf(nonce);
  const body = given === undefined ? '' : JSON.stringify(given);
  const [method = '', path = ''] = route.split(' ');
  const dpop = proofOf(profile, { method, path, body, nonce });
  return read<Answer>(await send(profile.origin, method, path, { body, dpop }));
}

interface Proved {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly nonce: string;
}

/** The header `DPoP` of one request. */
export function proofOf(profile: Profile, { method, path, body, nonce }: Proved): string {
  const { account, device, origin } = profile;
  const payload = { v: 1, sub: account, htm: method, htu: `${origin}${path}`, bh: sha256(body), nonce };
  return signJws(profile, { typ: 'gatehouse-phone+jwt', kid: device }, JSON.stringify(payload));
}

async function send(
  origin: string,
  method: string,
  path: string,
  { body, dpop }: { readonly body: string; readonly dpop?: string },
): Promise<Response> {
  return fetch(`${origin}${path}`, {
    method,
    headers: {
      'user-agent': 'Gatehouse virtual phone',
      ...(body !== '' && { 'content-type': 'application/json' }),
      ...(dpop !== undefined && { dpop }),
    },
    ...(body !== '' && { body }),
    signal: AbortSignal.timeout(30_000),
  });
}

async function read<Answer>(response: Response): Promise<Answer> {
  const text = await response.text();
  const answer = text === '' ? {} : JSON.parse(text);
  if (!response.ok) throw new PortalProblem(String(answer.code ?? response.status), answer);
  return answer as Answer;
}
