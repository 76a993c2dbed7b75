import { type Prover, proofOf } from './keys/proof.ts';
import { nextNonce } from './nonces.ts';

/** What the portal reads in the handshake: that it is a phone, and its proof. */
const PROTOCOL = 'gatehouse.phone';

/** Opens a socket as this phone, over which the portal hints that something has changed. Rejects without a network. */
export async function connectPhone(prover: Prover): Promise<WebSocket> {
  const { origin } = location;
  const nonce = await nextNonce();
  const proof = await proofOf(prover, { method: 'GET', origin, path: '/ws', body: '', nonce });
  // The proof is no secret to whoever can read it here, and it is good for one connection: no address holds it.
  return new WebSocket(`${origin.replace(/^http/, 'ws')}/ws`, [PROTOCOL, proof]);
}
