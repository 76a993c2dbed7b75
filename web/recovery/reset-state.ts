import type { ResetStep } from '../../lambdas/http/answers/steps.ts';
import { clockTime, fill } from '../shared/format.ts';
import { momentIn, secondsUntil } from '../shared/time-left.ts';
import type { ResetWords } from './reset-words.ts';

/** Where the reset stands. Times are absolute, in milliseconds, so that a tab that slept tells the truth. */
export interface ResetState {
  readonly flow: string;
  readonly codeEndsAt: number;
  /** Absent when this flow has no sends left. */
  readonly resendAt: number | undefined;
  readonly flowEndsAt: number;
  /** A new code has been asked for, and there is no answer yet. */
  readonly sending: boolean;
}

/** The state that an answer tells, `before` being what the page knew. */
export function resetStateOf(step: ResetStep, now: number, before?: ResetState): ResetState {
  const known = before === undefined ? [] : [before.codeEndsAt, before.resendAt ?? 0, before.flowEndsAt];
  return {
    flow: step.flow,
    codeEndsAt: momentIn(step.codeEndsInSeconds, now, known),
    resendAt: step.resendInSeconds === undefined ? undefined : momentIn(step.resendInSeconds, now, known),
    flowEndsAt: momentIn(step.flowEndsInSeconds, now, known),
    sending: false,
  };
}

/** What the page shows at one moment. */
export interface ResetView {
  readonly timeLeft: string;
  readonly expired: boolean;
  readonly resend: string;
  readonly offersSends: boolean;
  readonly maySend: boolean;
  readonly deadEnd: boolean;
  readonly flowEnded: boolean;
}

/** Reckons from the state and the time what to show; `sending` is what to say while a new code is asked for. */
export function viewReset(state: ResetState, now: number, words: ResetWords, sending: string): ResetView {
  const codeLeft = secondsUntil(state.codeEndsAt, now);
  const resendIn = state.resendAt === undefined ? undefined : secondsUntil(state.resendAt, now);
  const deadEnd = resendIn === undefined && codeLeft === 0;
  const resend = () => {
    if (state.sending) return sending;
    if (deadEnd) return words.deadEnd;
    if (resendIn === undefined) return words.noSendsLeft;
    return resendIn > 0 ? fill(words.resendIn, { time: clockTime(resendIn) }) : words.mayResend;
  };
  return {
    timeLeft: codeLeft === 0 ? words.expired : fill(words.timeLeft, { time: clockTime(codeLeft) }),
    expired: codeLeft === 0,
    resend: resend(),
    offersSends: resendIn !== undefined,
    maySend: resendIn === 0 && !state.sending,
    deadEnd,
    flowEnded: secondsUntil(state.flowEndsAt, now) === 0,
  };
}
