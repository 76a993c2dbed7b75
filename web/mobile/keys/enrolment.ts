import { type Bytes, base64url, bytesOf, hashText, sha256, utf8 } from './bytes.ts';
import type { FingerprintRegistration } from './fingerprint.ts';
import type { PinKey } from './pin-key.ts';
import { type Possession, signJws, thumbprint } from './possession.ts';
import { PROOF_TYPE } from './proof.ts';

/** All keys of a phone that is being activated. */
export interface NewKeys {
  /** What came after the `#` of the link: `a.FLOW.SECRET`. */
  readonly enrolment: string;
  readonly origin: string;
  readonly possession: Possession;
  readonly pin: PinKey;
  readonly fingerprint?: FingerprintRegistration;
}

/** The challenge of the registration of a fingerprint: binds it to enrolment and phone. */
export async function fingerprintChallenge({
  enrolment,
  possession,
}: Pick<NewKeys, 'enrolment' | 'possession'>): Promise<Bytes> {
  return sha256(utf8(`gatehouse-enrolment.${enrolment}.${await thumbprint(possession.jwk)}`));
}

/** The keys as the portal registers them: each proves itself over enrolment, origin and the others. */
export async function proveKeys({ enrolment, origin, possession, pin, fingerprint }: NewKeys) {
  const proved = JSON.stringify({
    v: 1,
    purpose: 'enrol',
    enrolment: await hashText(enrolment),
    origin,
    possession: await thumbprint(possession.jwk),
    pin: base64url(await sha256(bytesOf(pin.key))),
    fingerprint: fingerprint?.id ?? '',
  });
  return {
    possession: possession.jwk,
    possessionProof: await signJws(possession.key, { typ: PROOF_TYPE, alg: 'ES256' }, proved),
    pin: pin.key,
    pinProof: await pin.sign(proved),
    ...(fingerprint && { fingerprint }),
  };
}
