import type { CodeStep } from '../../lambdas/http/answers/steps.ts';
import { clockTime, fill } from '../shared/format.ts';
import { momentIn, secondsUntil } from '../shared/time-left.ts';
import type { SignInWords } from './page-words.ts';

type Channel = CodeStep['channel'];

/** Where the code step stands. Times are absolute, in milliseconds, so that a tab that slept tells the truth. */
export interface CodeState {
  readonly flow: string;
  readonly channel: Channel;
  readonly channels: CodeStep['channels'];
  readonly delivery: CodeStep['delivery'];
  readonly codeEndsAt: number;
  /** Absent when this flow has no sends left. */
  readonly resendAt: number | undefined;
  readonly flowEndsAt: number;
  /** A new code has been asked for, and there is no answer yet. */
  readonly sending: boolean;
}

/** The state that an answer tells, `before` being what the page knew. */
export function codeStateOf(step: CodeStep, now: number, before?: CodeState): CodeState {
  const known = before === undefined ? [] : [before.codeEndsAt, before.resendAt ?? 0, before.flowEndsAt];
  const inSeconds = (seconds: number) => momentIn(seconds, now, known);
  return {
    flow: step.flow,
    channel: step.channel,
    channels: step.channels,
    delivery: step.delivery,
    codeEndsAt: inSeconds(step.codeEndsInSeconds),
    resendAt: step.resendInSeconds === undefined ? undefined : inSeconds(step.resendInSeconds),
    flowEndsAt: inSeconds(step.flowEndsInSeconds),
    sending: false,
  };
}

/** What the code step shows at one moment. */
export interface CodeView {
  readonly sentTo: string;
  readonly deliveryFailed: boolean;
  /** Absent when no code has arrived. */
  readonly timeLeft: string | undefined;
  readonly expired: boolean;
  readonly offersNewOne: boolean;
  readonly resend: string | undefined;
  readonly mayResend: boolean;
  /** The first code had to wait for one that was sent before, and now its time has come. */
  readonly owesFirst: boolean;
  readonly otherChannel: Channel | undefined;
  readonly otherWay: string | undefined;
  readonly deadEnd: boolean;
  readonly flowEnded: boolean;
}

function resendLabel(resendIn: number | undefined, words: SignInWords): string {
  if (resendIn === undefined) return words.noSendsLeft;
  return resendIn > 0 ? fill(words.resendIn, { time: clockTime(resendIn) }) : words.resend;
}

function timeLeftOf(codeLeft: number, words: SignInWords): string {
  return codeLeft === 0 ? words.expired : fill(words.timeLeft, { time: clockTime(codeLeft) });
}

/** Reckons from the state and the time what to show. */
export function viewCode(state: CodeState, now: number, words: SignInWords): CodeView {
  const codeLeft = secondsUntil(state.codeEndsAt, now);
  const resendIn = state.resendAt === undefined ? undefined : secondsUntil(state.resendAt, now);
  const current = state.channels.find(({ channel }) => channel === state.channel);
  const other = state.channels.find(({ channel }) => channel !== state.channel);
  const neverSent = state.delivery === 'none';
  const expired = codeLeft === 0 && !neverSent;
  const offersNewOne = expired && resendIn === 0;
  const otherChannel = resendIn === undefined ? undefined : other?.channel;
  return {
    // A masked number is one word: its parts stay on one line.
    sentTo: fill(words.sentBy[state.channel][state.delivery], { to: (current?.to ?? '').replaceAll(' ', '\u00a0') }),
    deliveryFailed: state.delivery === 'failed',
    timeLeft: neverSent || state.delivery === 'failed' ? undefined : timeLeftOf(codeLeft, words),
    expired,
    offersNewOne,
    resend: state.sending ? words.sending : offersNewOne ? undefined : resendLabel(resendIn, words),
    mayResend: resendIn === 0 && !state.sending,
    owesFirst: neverSent && resendIn === 0 && !state.sending,
    otherChannel,
    otherWay: otherChannel && words.otherWay[otherChannel],
    deadEnd: resendIn === undefined && codeLeft === 0,
    flowEnded: secondsUntil(state.flowEndsAt, now) === 0,
  };
}
