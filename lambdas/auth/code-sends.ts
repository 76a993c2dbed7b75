import type { Account, Channel } from './account.ts';
import { CODE_LIFETIME_SECONDS, RESENDS_PER_FLOW } from './codes.ts';
import type { ConfirmationFlow, SignInFlow } from './flow.ts';
import { CODE_SENDS, nextSendAt, withSend } from './limits.ts';
import { Refusal } from './refusal.ts';
import type { OwedCode } from './sign-in-store.ts';
import { newId, type Random } from './tokens.ts';

/** What the code page shows. */
export type WaitingSignIn = WaitingCode<SignInFlow>;

/** A code that is waited for; `account` is whose channels it may go to. */
export interface WaitingCode<F extends SignInFlow | ConfirmationFlow> {
  readonly flow: F;
  readonly account: Account;
  /** Where a code may go. */
  readonly channels: readonly Channel[];
  readonly delivery: 'none' | 'pending' | 'sent' | 'failed';
  /** Milliseconds since 1970; undefined when the flow may send no more. */
  readonly resendAt: number | undefined;
}

/** The channel for a code; refuses where, for a day after a recovery, only a phone of the account signs in or confirms. */
export function requireChannel([channel]: readonly Channel[]): Channel {
  if (channel === undefined) throw new Refusal('phone-needed');
  return channel;
}

/** The message with a new code, if the budget allows one now. */
export function owe(
  { random }: { readonly random: Random },
  sent: readonly number[],
  now: number,
): OwedCode | undefined {
  const seconds = Math.floor(now / 1000);
  if (nextSendAt(CODE_SENDS, sent) > seconds) return undefined;
  return { message: newId(random), sentBefore: sent, sentAfter: withSend(CODE_SENDS, sent, seconds) };
}

/** The flow with its counter raised: the code before is void, and tries are not refilled (NIST SP 800-63B-4, 3.2.2). */
export function withNewCode<F extends SignInFlow | ConfirmationFlow>(flow: F, message: string, now: number): F {
  const codeEndsAt = Math.min(now + CODE_LIFETIME_SECONDS * 1000, flow.expiresAt);
  return { ...flow, counter: flow.counter + 1, message, codeEndsAt };
}

/** When the flow may send its next code, in milliseconds since 1970; after a confirmation, codes are counted anew. */
export function resendAt(flow: SignInFlow | ConfirmationFlow, sent: readonly number[]): number | undefined {
  const before = flow.kind === 'confirmation' ? (flow.confirmed?.counter ?? 0) : 0;
  return flow.counter - before > RESENDS_PER_FLOW ? undefined : nextSendAt(CODE_SENDS, sent) * 1000;
}
