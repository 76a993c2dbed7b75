import { hashText } from './bytes.ts';
import { signJws } from './possession.ts';

/** Every JWS of a phone says what it is. */
export const PROOF_TYPE = 'gatehouse-phone+jwt';

/** Who proves itself. */
export interface Prover {
  readonly account: string;
  readonly device: string;
  /** Private half of the key of possession. */
  readonly key: CryptoKey;
}

/** What is proved: this request, once. */
export interface ProvedRequest {
  readonly method: string;
  readonly origin: string;
  readonly path: string;
  /** As it is sent; empty when there is none. */
  readonly body: string;
  /** From the portal: it carries the portal's time, so the phone's own clock does not matter. */
  readonly nonce: string;
}

/** The proof of a request, for the header `DPoP` (in the shape of RFC 9449). */
export async function proofOf(prover: Prover, { method, origin, path, body, nonce }: ProvedRequest): Promise<string> {
  const payload = {
    v: 1,
    sub: prover.account,
    htm: method,
    htu: origin + path,
    bh: await hashText(body),
    nonce,
  };
  return signJws(prover.key, { typ: PROOF_TYPE, alg: 'ES256', kid: prover.device }, JSON.stringify(payload));
}
