import type { SessionLimits } from '../../lambdas/http/answers/steps.ts';
import { momentIn } from '../shared/time-left.ts';

/** When the server ends a session, in milliseconds since 1970 by the clock of this machine. */
export interface Ends {
  readonly idleEndsAt: number;
  readonly endsAt: number;
}

/** How long before the end people are asked whether they are still there. */
const WARN_MILLISECONDS = 120_000;

/** Answers are whole seconds; a moment later the session is over for certain. */
const GRACE_MILLISECONDS = 1000;

/** The moments that an answer tells; those known already, where they are the same. */
export function endsOf({ idleEndsInSeconds, endsInSeconds }: SessionLimits, now: number, known?: Ends): Ends {
  const moments = known === undefined ? [] : [known.idleEndsAt, known.endsAt];
  const endsAt = momentIn(endsInSeconds, now, moments);
  return { idleEndsAt: momentIn(idleEndsInSeconds, now, [...moments, endsAt]), endsAt };
}

/** What there is to do now: nothing for a while; to warn, with what ends the session; to ask whether it is over. */
export type Standing =
  | { readonly step: 'wait'; readonly milliseconds: number }
  | { readonly step: 'warn'; readonly at: number; readonly cause: 'idle' | 'end'; readonly overInMilliseconds: number }
  | { readonly step: 'over' };

export function standingOf({ idleEndsAt, endsAt }: Ends, now: number): Standing {
  const at = Math.min(idleEndsAt, endsAt);
  if (now >= at + GRACE_MILLISECONDS) return { step: 'over' };
  if (now < at - WARN_MILLISECONDS) return { step: 'wait', milliseconds: at - WARN_MILLISECONDS - now };
  const cause = endsAt <= idleEndsAt ? 'end' : 'idle';
  return { step: 'warn', at, cause, overInMilliseconds: at + GRACE_MILLISECONDS - now };
}

/** Seconds at which a count-down is spoken: enough to act, not so often that nothing else can be heard. */
const SPOKEN_AT = [60, 30, 10];

export const isSpoken = (secondsLeft: number): boolean => SPOKEN_AT.includes(secondsLeft);
