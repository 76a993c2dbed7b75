import * as z from 'zod/mini';
import { locales } from '../../../locales/locale.ts';
import { Channel, FlowId } from '../bodies/fields.ts';

/** The forms of answers: an object has these keys and no others. Only `api.ts` and what reads it needs them. */

/** Code page: reached only with the right password of an active account, so it may say where the code went. */
export const CodeStep = z.strictObject({
  step: z.literal('code'),
  /** Public id of the flow; travels along so that a second tab cannot change the first one's flow. */
  flow: FlowId,
  /** Channel of the newest code. */
  channel: Channel,
  /** The account's channels with the masked address or number. */
  channels: z.array(z.strictObject({ channel: Channel, to: z.string() })),
  /** What became of the newest message; `none`: no code could be sent yet, see `resendInSeconds`. */
  delivery: z.enum(['none', 'pending', 'sent', 'failed']),
  /** 0 when there is no valid code (any more). */
  codeEndsInSeconds: z.int(),
  /** When a new code may be asked for; absent when this flow has no sends left. */
  resendInSeconds: z.optional(z.int()),
  triesLeft: z.int(),
  flowEndsInSeconds: z.int(),
});

/** Signed in with a password that has to be replaced: a temporary one, or one that an operator set. */
export const NewPasswordStep = z.strictObject({
  step: z.literal('new-password'),
  flow: FlowId,
  flowEndsInSeconds: z.int(),
});

/** Reset Password page. The same for everybody: names no address, no channel and no delivery. */
export const ResetStep = z.strictObject({
  step: z.literal('reset-code'),
  flow: FlowId,
  codeEndsInSeconds: z.int(),
  /** When a new code may be asked for; absent when this flow has no sends left. */
  resendInSeconds: z.optional(z.int()),
  triesLeft: z.int(),
  flowEndsInSeconds: z.int(),
});

/** Whatever there was to send has been sent, to whoever it concerns; the same for everybody. */
export const SentStep = z.strictObject({ step: z.literal('sent') });

/** No open flow in this browser. */
export const StartStep = z.strictObject({ step: z.literal('start') });
export const DoneStep = z.strictObject({ step: z.literal('done') });

export const SessionLimits = z.strictObject({ idleEndsInSeconds: z.int(), endsInSeconds: z.int() });

export const Session = z.strictObject({
  account: z.strictObject({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    username: z.optional(z.string()),
    locale: z.enum(locales),
    role: z.enum(['member', 'support', 'admin']),
  }),
  session: SessionLimits,
  /** The sign-in before this one. Times are ISO 8601 in UTC. */
  lastSignIn: z.optional(z.strictObject({ at: z.iso.datetime(), browser: z.string(), place: z.optional(z.string()) })),
  /** The account was recovered since its phones were looked at. */
  phonesToReview: z.boolean(),
});

/** Who is signed in, as far as the page of the account shows it. */
export const OwnAccount = z.strictObject({
  name: z.string(),
  email: z.string(),
  username: z.optional(z.string()),
  /** E.164. `verified`: a code that went there has come back. */
  phone: z.optional(z.strictObject({ number: z.string(), verified: z.boolean() })),
  locale: z.enum(locales),
  /** Where codes go first. */
  channel: Channel,
});

/** The action may be begun within that time. */
export const ConfirmedStep = z.strictObject({
  step: z.literal('confirmed'),
  flow: FlowId,
  confirmedForSeconds: z.int(),
});

export type CodeStep = z.infer<typeof CodeStep>;
export type NewPasswordStep = z.infer<typeof NewPasswordStep>;
export type ResetStep = z.infer<typeof ResetStep>;
export type SentStep = z.infer<typeof SentStep>;
export type StartStep = z.infer<typeof StartStep>;
export type DoneStep = z.infer<typeof DoneStep>;
export type OwnAccount = z.infer<typeof OwnAccount>;
export type ConfirmedStep = z.infer<typeof ConfirmedStep>;
export type Session = z.infer<typeof Session>;
export type SessionLimits = z.infer<typeof SessionLimits>;
