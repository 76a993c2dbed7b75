import {
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Fingerprint } from './device.ts';
import { sameText } from './tokens.ts';

/**
 * The fingerprint or face of a phone: a WebAuthn credential of its platform (WebAuthn Level 3). User verification is
 * required; attestation is `none`, because which make of phone somebody has is nobody's business here.
 */

/** EdDSA, ES256, RS256 (COSE, RFC 9053). */
const ALGORITHMS = [-8, -7, -257];

/** `RegistrationResponseJSON`, as far as it is read. */
export interface NewFingerprint {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly response: { readonly clientDataJSON: string; readonly attestationObject: string };
}

/** `AuthenticationResponseJSON`, as far as it is read. */
export interface FingerprintAssertion {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly response: {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
  };
}

interface Expected {
  /** Base64url. */
  readonly challenge: string;
  /** The portal's own; its host is the RP ID. */
  readonly origin: string;
}

/** The credential that was made for that challenge; undefined where anything about it is not as it has to be. */
export async function newFingerprint(
  { id, rawId, type, response }: NewFingerprint,
  expected: Expected,
): Promise<Fingerprint | undefined> {
  const { clientDataJSON, attestationObject } = response;
  const made: RegistrationResponseJSON = {
    ...{ id, rawId, type },
    response: { clientDataJSON, attestationObject },
    clientExtensionResults: {},
  };
  const verified = await attempt(() =>
    verifyRegistrationResponse({ response: made, supportedAlgorithmIDs: ALGORITHMS, ...expectations(expected) }),
  );
  const info = verified?.registrationInfo;
  if (!verified?.verified || info?.fmt !== 'none' || info.credential.id !== id) return undefined;
  const { publicKey, counter } = info.credential;
  return { id, publicKey: Buffer.from(publicKey).toString('base64url'), counter };
}

/** The new counter of a right assertion; undefined for a wrong one. */
export async function assertedCounter(
  fingerprint: Fingerprint,
  { id, rawId, type, response }: FingerprintAssertion,
  expected: Expected,
): Promise<number | undefined> {
  if (!sameText(id, fingerprint.id)) return undefined;
  const { clientDataJSON, authenticatorData, signature } = response;
  const given: AuthenticationResponseJSON = {
    ...{ id, rawId, type },
    response: { clientDataJSON, authenticatorData, signature },
    clientExtensionResults: {},
  };
  const { counter, publicKey } = fingerprint;
  const credential = { id, counter, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')) };
  const verified = await attempt(() =>
    verifyAuthenticationResponse({ response: given, credential, ...expectations(expected) }),
  );
  return verified?.verified ? verified.authenticationInfo.newCounter : undefined;
}

const expectations = ({ challenge, origin }: Expected) => ({
  expectedChallenge: challenge,
  expectedOrigin: origin,
  expectedRPID: new URL(origin).hostname,
  requireUserVerification: true,
});

/** The library throws at whatever it does not like. */
async function attempt<T>(verify: () => Promise<T>): Promise<T | undefined> {
  try {
    return await verify();
  } catch {
    return undefined;
  }
}
