import type { Account, Visit } from './account.ts';

/** Phones of one account. */
export const MOST_DEVICES = 5;
/** Wrong PINs that lock a phone for so long; the last number revokes it. */
export const PIN_LOCKS = [
  { tries: 3, seconds: 3 * 3600 },
  { tries: 6, seconds: 24 * 3600 },
] as const;
export const REVOKING_TRIES = 9;

/** `pending`: registered, and not yet confirmed in the browser. What is revoked never works again. */
export type DeviceState = 'pending' | 'active' | 'revoked';

/** A phone enrolled as an authenticator. Times are milliseconds since 1970. */
export interface Device {
  readonly account: string;
  readonly id: string;
  readonly state: DeviceState;
  readonly name: string;
  /** The enrolment that made it, and until when it may be confirmed. */
  readonly flow: string;
  readonly endsAt: number;
  /** Public key of possession: P-256, the coordinates of its JWK. */
  readonly possession: { readonly x: string; readonly y: string };
  /** Keyed hash of the public key of the PIN, which counts as a secret (see `docs/personal-mobile.md`), and the id of its key. */
  readonly pin: { readonly hash: string; readonly keyId: string };
  readonly fingerprint?: Fingerprint;
  /** When PIN or fingerprint were changed last; undefined: they are those of its enrolment. */
  readonly unlockSince?: number;
  /** Tries of PIN or fingerprint since the last right one, and when the newest was bought. */
  readonly pinTries: number;
  readonly pinAt: number;
  /** Which request bought it (see `requestName`), and the time of its nonce: each try is bought with a newer one. */
  readonly pinRequest?: string;
  readonly pinNonceAt: number;
  /** When and from where it was enrolled, and when it last decided something. */
  readonly visit: Visit;
  readonly lastUsed?: Visit;
  /** Where it is told by Web Push that something waits. */
  readonly subscription?: Subscription;
  /** Server time (milliseconds) of the newest nonce with which it opened a socket: each opens one. */
  readonly socketAt?: number;
}

/** A WebAuthn credential of the phone. */
export interface Fingerprint {
  readonly id: string;
  /** COSE key, base64url. */
  readonly publicKey: string;
  readonly counter: number;
}

/** As the W3C Push API has it. */
export interface Subscription {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

/** The account was recovered since its phones were looked at. */
export const hasPhonesToReview = ({ devices = [], recovered, devicesReviewedAt = 0 }: Account): boolean =>
  devices.length > 0 && (recovered?.at ?? 0) > devicesReviewedAt;
