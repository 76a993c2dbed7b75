import { RESENDS_PER_FLOW } from './codes.ts';
import type { RecoveryFlow } from './flow.ts';
import { nextSendAt, STRANGER_SENDS, withSend } from './limits.ts';
import type { Mailbox, OwedToAccount, Postage } from './recovery-store.ts';
import { newId, type Random } from './tokens.ts';

/** The send that pays for a message which a stranger can trigger, if the account's budget allows one now. */
export function stamp(account: string, { tally, sent }: Mailbox, now: number): Postage | undefined {
  const seconds = Math.floor(now / 1000);
  if (nextSendAt(STRANGER_SENDS, sent) > seconds) return undefined;
  return { account, tally, sentBefore: sent, sentAfter: withSend(STRANGER_SENDS, sent, seconds), now };
}

/** The message with the flow's newest code. */
export function resetCode(flow: RecoveryFlow, random: Random): OwedToAccount {
  const { channel, counter } = flow;
  return { id: newId(random), message: { kind: 'reset-code', flow: flow.id, counter }, channel };
}

/** Milliseconds since 1970 when the flow may send its next code; undefined when it may send no more. */
export function resetResendAt(flow: RecoveryFlow): number | undefined {
  return flow.counter > RESENDS_PER_FLOW ? undefined : flow.sentAt + STRANGER_SENDS.gapSeconds * 1000;
}
