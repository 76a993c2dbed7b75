import * as z from 'zod/mini';
import { Place } from './phones.ts';

export const Sessions = z.strictObject({
  sessions: z.array(
    z.strictObject({
      id: z.string(),
      began: Place,
      usedAt: z.iso.datetime(),
      /** This browser. */
      current: z.boolean(),
      /** Name of the phone that approved it. */
      phone: z.optional(z.string()),
    }),
  ),
});

export const Browsers = z.strictObject({
  browsers: z.array(
    z.strictObject({
      id: z.string(),
      since: z.iso.datetime(),
      last: Place,
      knownUntil: z.iso.datetime(),
      current: z.boolean(),
    }),
  ),
});

/** What happened to the account, newest first; `event` and `reason` as the audit trail names them. */
export const Activity = z.strictObject({
  entries: z.array(
    z.strictObject({
      at: z.iso.datetime(),
      event: z.string(),
      reason: z.optional(z.string()),
      browser: z.string(),
      place: z.optional(z.string()),
    }),
  ),
  cursor: z.optional(z.string()),
});

/** All that the portal holds about a person, without hashes, tokens or key material. */
export const OwnData = z.record(z.string(), z.unknown());

export type Sessions = z.infer<typeof Sessions>;
export type Browsers = z.infer<typeof Browsers>;
export type Activity = z.infer<typeof Activity>;
export type OwnData = z.infer<typeof OwnData>;
