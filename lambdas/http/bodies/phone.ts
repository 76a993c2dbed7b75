import * as z from 'zod/mini';
import type { RouteKey } from '../../flows.ts';
import { DeviceName } from './fields.ts';

/** Base64url of exactly so many bytes. */
const bytes = (count: number) =>
  z.string().check(z.regex(new RegExp(`^[A-Za-z0-9_-]{${Math.ceil((count * 4) / 3)}}$`)));
const Text = (most: number) => z.string().check(z.minLength(1), z.maxLength(most));

/** A compact JWS (RFC 7515). */
const Jws = z.string().check(z.maxLength(4000), z.regex(/^[\w-]+\.[\w-]+\.[\w-]+$/));
/** What comes after the `#` of an activation link: `a.FLOW.SECRET`. */
const EnrolmentToken = z.string().check(z.regex(/^a\.[\w-]{22}\.[\w-]{43}$/));
/** Public key of possession: P-256, as a JWK (RFC 7518, 6.2). */
const PossessionKey = z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: bytes(32), y: bytes(32) });
/** Public key of knowledge: Ed25519, the `x` of its JWK (RFC 8037). It counts as a secret. */
const PinKey = bytes(32);
/** Signature over a decision or change by the key of the PIN. */
const PinSignature = z.strictObject({ key: PinKey, signature: bytes(64) });

/** `RegistrationResponseJSON` of WebAuthn Level 3, as far as it is read. */
const FingerprintRegistration = z.object({
  id: Text(400),
  rawId: Text(400),
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: Text(2000),
    attestationObject: Text(4000),
    transports: z.optional(z.array(Text(20)).check(z.maxLength(10))),
  }),
  clientExtensionResults: z.object({}),
});

/** `AuthenticationResponseJSON` of WebAuthn Level 3, as far as it is read. */
const Fingerprint = z.object({
  id: Text(400),
  rawId: Text(400),
  type: z.literal('public-key'),
  response: z.object({ clientDataJSON: Text(2000), authenticatorData: Text(1000), signature: Text(1000) }),
  clientExtensionResults: z.object({}),
});

/** One of the two; a denial needs neither. */
const Unlocked = { pin: z.optional(PinSignature), fingerprint: z.optional(Fingerprint) };

/** The bodies of requests, by route. Apart from the answers, because functions parse requests only. */
export const bodies = {
  'POST /api/phone/nonce': z.strictObject({}),
  'POST /api/phone/enrolment': z.strictObject({ enrolment: EnrolmentToken }),
  'POST /api/phone/keys': z.strictObject({
    enrolment: EnrolmentToken,
    name: DeviceName,
    possession: PossessionKey,
    /** By the key of possession, over what all keys prove themselves over. */
    possessionProof: Jws,
    pin: PinKey,
    /** By the key of the PIN, over the same. */
    pinProof: bytes(64),
    fingerprint: z.optional(FingerprintRegistration),
  }),
  'PATCH /api/phone': z.strictObject({ name: DeviceName }),
  /** What comes after the `#` of a sign-in QR: `s.FLOW.SERIES.SECOND.MAC`. */
  'POST /api/phone/scan': z.strictObject({
    frame: z.string().check(z.regex(/^s\.[\w-]{22}\.\d{1,3}\.\d{1,3}\.[\w-]{22}$/)),
  }),
  'POST /api/phone/here': z.strictObject({}),
  /** `decision`: the JSON that was signed. */
  'POST /api/phone/decision': z.strictObject({ decision: Text(2000), ...Unlocked }),
  /** `change`: the JSON that was signed by what unlocks the phone now. */
  'PUT /api/phone/pin': z.strictObject({ change: Text(2000), ...Unlocked, next: PinSignature }),
  'PUT /api/phone/fingerprint': z.strictObject({
    change: Text(2000),
    ...Unlocked,
    next: z.nullable(FingerprintRegistration),
  }),
  /** `PushSubscriptionJSON` (W3C Push API); null ends it. */
  'PUT /api/phone/push': z.strictObject({
    subscription: z.nullable(
      z.strictObject({ endpoint: Text(1000), keys: z.strictObject({ p256dh: bytes(65), auth: bytes(16) }) }),
    ),
  }),
} as const satisfies Partial<Record<RouteKey<'phone'>, z.ZodMiniType>>;
