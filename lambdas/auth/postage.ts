import { type CodeName, RESENDS_PER_FLOW, RESET_CODE_DIGITS } from './codes.ts';
import type { RecoveryFlow } from './flow.ts';
import { nextSendAt, STRANGER_SENDS, withSend } from './limits.ts';
import type { Mailbox, OwedToAccount, Postage } from './recovery-store.ts';
import { newId, type Random } from './tokens.ts';

/** What a message that a stranger can trigger costs: a send of the account's budget, if that allows one now. */
export function stamp(account: string, { tally, sent }: Mailbox, now: number): Postage {
  const seconds = Math.floor(now / 1000);
  if (nextSendAt(STRANGER_SENDS, sent) > seconds) return unpaid({ account, tally, now });
  return { account, tally, send: { before: sent, after: withSend(STRANGER_SENDS, sent, seconds) }, now };
}

/** Without a send the message is dropped; the rows written are the same, so that the time tells nobody. */
export const unpaid = ({ account, now }: Postage): Postage => ({ account, tally: { subject: account }, now });

/** The name of the flow's newest reset code: what the page's answer and the message are both derived from. */
export function resetCodeName(flow: RecoveryFlow): CodeName {
  const { id: row, account, epoch, keyId, counter } = flow;
  return { purpose: 'reset-code', row, account, epoch, keyId, counter, digits: RESET_CODE_DIGITS };
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
