import * as z from 'zod/mini';
import { locales } from '../../locales/locale.ts';
import { bodies, Channel, FlowId } from './bodies.ts';

/**
 * The API, by route. `openapi.json` is generated from this file, and tests hold every answer against it: an object has
 * these keys and no others. At run time functions need `bodies.ts` only; from here they import types.
 */

/** Code page: reached only with the right password of an active account, so it may say where the code went. */
const CodeStep = z.strictObject({
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

/** No open flow in this browser. */
const StartStep = z.strictObject({ step: z.literal('start') });
const DoneStep = z.strictObject({ step: z.literal('done') });

const SessionLimits = z.strictObject({ idleEndsInSeconds: z.int(), endsInSeconds: z.int() });

const Session = z.strictObject({
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
});

export const api = {
  'POST /api/sign-in': {
    summary: 'Identifier and password; on success a code is sent and the flow cookie set.',
    body: bodies['POST /api/sign-in'],
    answers: { 200: CodeStep },
    problems: ['sign-in-refused', 'factor-closed', 'too-many-attempts'],
  },
  'GET /api/sign-in': {
    summary: "Where this browser's sign-in stands.",
    answers: { 200: z.union([CodeStep, StartStep]) },
    problems: [],
  },
  'POST /api/sign-in/code': {
    summary: 'Answers the challenge; on success the session cookie is set. `Idempotency-Key` makes a repeat safe.',
    idempotent: true,
    body: bodies['POST /api/sign-in/code'],
    answers: { 200: DoneStep },
    problems: ['code-refused', 'code-expired', 'factor-closed', 'too-many-attempts', 'flow-ended', 'flow-mismatch'],
  },
  'POST /api/sign-in/send': {
    summary: 'Sends a new code, if wanted over the other channel. Refills no tries.',
    body: bodies['POST /api/sign-in/send'],
    answers: { 200: CodeStep },
    problems: ['send-too-soon', 'no-sends-left', 'channel-unavailable', 'flow-ended', 'flow-mismatch'],
  },
  'GET /api/session': {
    summary: 'Who am I. Not an activity.',
    answers: { 200: Session },
    problems: ['signed-out'],
  },
  'POST /api/session/activity': {
    summary: 'The person did something: the idle time begins anew.',
    answers: { 200: SessionLimits },
    problems: ['signed-out'],
  },
  'DELETE /api/session': {
    summary: 'Signs out; a dead session too.',
    answers: { 204: null },
    problems: [],
  },
} as const;

export type CodeStep = z.infer<typeof CodeStep>;
export type StartStep = z.infer<typeof StartStep>;
export type DoneStep = z.infer<typeof DoneStep>;
export type Session = z.infer<typeof Session>;
export type SessionLimits = z.infer<typeof SessionLimits>;
