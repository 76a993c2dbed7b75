import { type Bytes, base64url, bytesOf, randomBytes, sha256, utf8 } from './bytes.ts';

/** Patience with the person, not with the machine. */
const TIMEOUT_MILLISECONDS = 60_000;
/** ES256 and RS256 (RFC 8152, RFC 8812): what phones' own authenticators make. */
const ALGORITHMS = [-7, -257] as const;

/** `RegistrationResponseJSON` of WebAuthn Level 3. */
export interface FingerprintRegistration {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly response: {
    readonly clientDataJSON: string;
    readonly attestationObject: string;
    readonly transports: string[];
  };
  readonly clientExtensionResults: object;
}

/** `AuthenticationResponseJSON` of WebAuthn Level 3. */
export interface FingerprintAssertion {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly response: {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
  };
  readonly clientExtensionResults: object;
}

/** For whom a fingerprint is registered, as the phone's own dialogue shows it. */
export interface Owner {
  readonly email: string;
  readonly person: string;
}

/** Whether this phone recognises a finger, a face or its own code. */
export async function hasFingerprint(): Promise<boolean> {
  try {
    return await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
  } catch {
    return false;
  }
}

/** The challenge of a fingerprint that is added to a phone that works already. */
export const addingChallenge = (account: string, device: string): Promise<Bytes> =>
  sha256(utf8(`gatehouse-fingerprint.${account}.${device}`));

const creationOptions = (challenge: Bytes, portal: string, { email, person }: Owner) => ({
  challenge,
  rp: { id: location.hostname, name: portal },
  // Random: it tells nothing of the account, and two profiles of one person do not replace each other's.
  user: { id: randomBytes(32), name: email, displayName: person },
  pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key' as const, alg })),
  authenticatorSelection: {
    authenticatorAttachment: 'platform' as const,
    residentKey: 'discouraged' as const,
    userVerification: 'required' as const,
  },
  attestation: 'none' as const,
  timeout: TIMEOUT_MILLISECONDS,
});

/** Registers a fingerprint or face over `challenge`; undefined when the person or the phone would not. */
export async function registerFingerprint(
  challenge: Bytes,
  portal: string,
  owner: Owner,
): Promise<FingerprintRegistration | undefined> {
  const publicKey = creationOptions(challenge, portal, owner);
  const credential = await navigator.credentials.create({ publicKey }).catch(() => null);
  if (!(credential instanceof PublicKeyCredential)) return undefined;
  const { response } = credential;
  if (!(response instanceof AuthenticatorAttestationResponse)) return undefined;
  return {
    id: credential.id,
    rawId: credential.id,
    type: 'public-key',
    response: {
      clientDataJSON: base64url(response.clientDataJSON),
      attestationObject: base64url(response.attestationObject),
      transports: response.getTransports(),
    },
    clientExtensionResults: {},
  };
}

/** Signs a text by fingerprint or face, over its SHA-256; undefined when the person or the phone would not. */
export async function signByFingerprint(text: string, credential: string): Promise<FingerprintAssertion | undefined> {
  const publicKey = {
    challenge: await sha256(utf8(text)),
    rpId: location.hostname,
    allowCredentials: [{ type: 'public-key' as const, id: bytesOf(credential), transports: ['internal' as const] }],
    userVerification: 'required' as const,
    timeout: TIMEOUT_MILLISECONDS,
  };
  const answer = await navigator.credentials.get({ publicKey }).catch(() => null);
  if (!(answer instanceof PublicKeyCredential)) return undefined;
  const { response } = answer;
  if (!(response instanceof AuthenticatorAssertionResponse)) return undefined;
  return {
    id: answer.id,
    rawId: answer.id,
    type: 'public-key',
    response: {
      clientDataJSON: base64url(response.clientDataJSON),
      authenticatorData: base64url(response.authenticatorData),
      signature: base64url(response.signature),
    },
    clientExtensionResults: {},
  };
}
