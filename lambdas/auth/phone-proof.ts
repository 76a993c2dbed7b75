import type { Account } from './account.ts';
import type { Device } from './device.ts';
import { fieldsOf, isByPossession, type Jws, openJws, says, sha256 } from './phone-keys.ts';
import { nonceAt } from './phone-nonce.ts';
import { Refusal } from './refusal.ts';
import type { KeyRing } from './tokens.ts';

/** `typ` of everything that the key of possession signs. */
export const PROOF_TYPE = 'gatehouse-phone+jwt';

/** A request, and the proof that came with it in the header `DPoP`. */
export interface ProofOfPhone {
  readonly jws: string | undefined;
  readonly method: string;
  readonly path: string;
  /** Byte for byte; empty when there is none. */
  readonly body: string;
}

interface Looked {
  readonly device?: Device;
  readonly account?: Account;
}

export interface ProofNeeds<L extends Looked = Looked> {
  /** Phone and account, read consistently; and what else is read beside them, which only a phone that proves itself is told. */
  look(account: string, device: string): Promise<L>;
  readonly keys: KeyRing;
  /** The portal's own. */
  readonly origin: string;
}

/** A request that a phone of an account has proved to be its own. Nothing is said of its PIN. */
export interface ProvedRequest {
  readonly device: Device;
  readonly account: Account;
  readonly nonce: string;
  readonly nonceAt: number;
  /** See `requestName`. */
  readonly request: string;
}

/**
 * Whose phone this is: a compact JWS (ES256, header `{ typ, alg, kid: DEVICE }`) over
 * `{ v: 1, sub: ACCOUNT, htm, htu, bh, nonce }`, where `htu` is the portal's origin and the path, and `bh` the SHA-256 of
 * the body, base64url. The shape of DPoP (RFC 9449). A failure counts nothing. Refuses with `nonce-needed`,
 * `proof-refused` and `phone-unknown`; the cheap checks come before the first read.
 */
export async function provePhone<L extends Looked>(
  needs: ProofNeeds<L>,
  proof: ProofOfPhone,
  now: number,
): Promise<ProvedRequest & Omit<L, keyof Looked>> {
  if (proof.jws === undefined) throw new Refusal('nonce-needed');
  const jws = openJws(proof.jws);
  const { sub, nonce } = fieldsOf(jws?.payload ?? '') ?? {};
  const kid = jws?.header.kid;
  if (!jws || typeof sub !== 'string' || typeof nonce !== 'string' || typeof kid !== 'string' || !isId(sub, kid)) {
    throw new Refusal('proof-refused');
  }
  const at = nonceAt(needs.keys, nonce, now);
  if (at === undefined) throw new Refusal('nonce-needed');
  if (!speaksOf(jws, { account: sub, device: kid, nonce, origin: needs.origin, proof })) {
    throw new Refusal('proof-refused');
  }
  const { device, account, ...beside } = await needs.look(sub, kid);
  if (!device || !account || !isThere(device, account, now)) throw new Refusal('phone-unknown');
  if (!isByPossession(device.possession, jws)) throw new Refusal('proof-refused');
  return { ...beside, device, account, nonce, nonceAt: at, request: requestName(nonce, proof) };
}

/**
 * Names a request by its nonce and all it says: the same request again has the same name, and another one, under the
 * same nonce, has not.
 */
const requestName = (nonce: string, { method, path, body }: ProofOfPhone): string =>
  sha256(JSON.stringify([nonce, method, path, sha256(body)]));

/** Refuses a phone that its owner has yet to confirm in the browser. */
export function requireActive({ device }: ProvedRequest): void {
  if (device.state !== 'active') throw new Refusal('phone-unknown');
}

const ID = /^[\w-]{22}$/;
const isId = (...ids: readonly string[]): boolean => ids.every((id) => ID.test(id));

interface Spoken {
  readonly account: string;
  readonly device: string;
  readonly nonce: string;
  readonly origin: string;
  readonly proof: ProofOfPhone;
}

function speaksOf({ header, payload }: Jws, { account, device, nonce, origin, proof }: Spoken): boolean {
  const { method: htm, path, body } = proof;
  return (
    says(JSON.stringify(header), { typ: PROOF_TYPE, alg: 'ES256', kid: device }) &&
    says(payload, { v: 1, sub: account, htm, htu: `${origin}${path}`, bh: sha256(body), nonce })
  );
}

/** Confirmed phones are those that the account names; one that waits for its number ends with its time. */
function isThere(device: Device, { id, devices }: Account, now: number): boolean {
  if (device.account !== id) return false;
  if (device.state === 'pending') return device.endsAt > now;
  return device.state === 'active' && devices?.includes(device.id) === true;
}
