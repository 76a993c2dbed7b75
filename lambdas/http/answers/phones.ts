import * as z from 'zod/mini';
import { pictograms, tints } from '../../auth/pictures.ts';
import { DeviceId, FlowId } from '../bodies/fields.ts';

/** What browser and phone both show. */
const Picture = z.strictObject({
  pictogram: z.enum(pictograms),
  tint: z.enum(tints),
  /** 10 to 99. */
  number: z.int(),
});

/** Where a question on a phone stands, for the browser that asked it. */
export const PhoneStep = z.strictObject({
  step: z.literal('phone'),
  flow: FlowId,
  /**
   * `scan`: nobody was asked yet. `compare`: a picture is shown; perhaps a phone asks. `scanned`: a phone has read the QR
   * code or is this one. The others are ends.
   */
  state: z.enum(['scan', 'compare', 'scanned', 'accepted', 'denied', 'mismatched', 'expired']),
  /** The key with which the browser draws the frames of the QR code; `second`: how old the series is. */
  series: z.optional(z.strictObject({ number: z.int(), key: z.string(), second: z.int(), endsInSeconds: z.int() })),
  picture: z.optional(Picture),
  /** Whose phone it was, once one has scanned. */
  person: z.optional(z.string()),
  /** Until when the phone may answer, or the browser may use its answer. */
  endsInSeconds: z.optional(z.int()),
  flowEndsInSeconds: z.int(),
});

/** The activation of a phone, for the browser that began it. */
export const EnrolmentStep = z.strictObject({
  step: z.literal('enrolment'),
  flow: FlowId,
  /** `waiting`: for a scan. `opened`: a phone shows it. `registered`: the phone shows its number. `ended`: wrong number, or too late. */
  state: z.enum(['waiting', 'opened', 'registered', 'done', 'ended']),
  /** Absolute; the secret is in the fragment. While waiting or opened. */
  link: z.optional(z.string()),
  /** What the phone calls itself, once registered. */
  phone: z.optional(z.string()),
  endsInSeconds: z.int(),
});

export const Place = z.strictObject({ at: z.iso.datetime(), browser: z.string(), place: z.optional(z.string()) });

/** The phones of the account. */
export const Phones = z.strictObject({
  phones: z.array(
    z.strictObject({
      id: DeviceId,
      name: z.string(),
      added: Place,
      lastUsed: z.optional(Place),
      fingerprint: z.boolean(),
      /** Wrong PINs have locked it, for so long. */
      lockedForSeconds: z.optional(z.int()),
    }),
  ),
  most: z.int(),
  /** The account was recovered since its phones were looked at: which to keep? */
  toReview: z.boolean(),
  /** Whether activating one needs a confirmation of its own now. */
  confirmationNeeded: z.boolean(),
});

/** What a phone is shown of an activation, before anything is made. */
export const EnrolmentCard = z.strictObject({
  person: z.string(),
  /** Masked. */
  email: z.string(),
  browser: z.string(),
  place: z.optional(z.string()),
  at: z.iso.datetime(),
  endsInSeconds: z.int(),
});

export const Enrolled = z.strictObject({
  account: z.string(),
  device: DeviceId,
  /** Two digits, to be typed in the browser. */
  number: z.int(),
  endsInSeconds: z.int(),
});

/** A question. */
export const Card = z.strictObject({
  /** 43 characters, 256 random bits. */
  approval: z.string(),
  /** JSON of `CardText` (see `auth/approval.ts`), to be shown; its SHA-256 is signed. */
  text: z.string(),
  endsInSeconds: z.int(),
});

/** The phone as the portal knows it, and all that waits for it: known browsers and QR codes first. */
export const PhoneView = z.strictObject({
  device: DeviceId,
  name: z.string(),
  /** `pending`: the browser has yet to confirm the number. */
  state: z.enum(['pending', 'active']),
  person: z.string(),
  email: z.string(),
  fingerprint: z.optional(z.strictObject({ id: z.string() })),
  /** While the browser has yet to confirm it. */
  number: z.optional(z.int()),
  /** When it last decided something, and for which browser. */
  lastUsed: z.optional(Place),
  pinTriesLeft: z.int(),
  lockedForSeconds: z.optional(z.int()),
  cards: z.array(Card),
  /** Public key of the portal for Web Push (RFC 8292), base64url. */
  pushKey: z.string(),
  subscribed: z.boolean(),
});

export const Nonce = z.strictObject({ nonce: z.string() });
export const Decided = z.strictObject({ decision: z.enum(['accepted', 'denied', 'mismatched']) });

export type Picture = z.infer<typeof Picture>;
export type PhoneStep = z.infer<typeof PhoneStep>;
export type EnrolmentStep = z.infer<typeof EnrolmentStep>;
export type Phones = z.infer<typeof Phones>;
export type EnrolmentCard = z.infer<typeof EnrolmentCard>;
export type Enrolled = z.infer<typeof Enrolled>;
export type Card = z.infer<typeof Card>;
export type PhoneView = z.infer<typeof PhoneView>;
export type Nonce = z.infer<typeof Nonce>;
export type Decided = z.infer<typeof Decided>;
