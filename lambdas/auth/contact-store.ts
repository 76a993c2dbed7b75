import type { HelpTopic } from './help-topics.ts';

/** What is owed for a message that somebody without an account has sent. */
export interface Receipt {
  readonly ticket: string;
  /** Pseudonym of the mailbox, whatever is behind its `+`. */
  readonly mailbox: string;
  readonly now: number;
}

/** Whether a help text helped somebody. */
export interface Feedback {
  readonly topic: HelpTopic;
  readonly helpful: boolean;
  /** Pseudonym of the network address. */
  readonly address: string;
  readonly now: number;
}

/** What the contact form and the help beside the steps write, besides tickets. */
export interface ContactStore {
  /** Each puzzle is good for one message. `again`: the same caller repeats it. */
  usePuzzle(nonce: string, idempotencyHash: string, now: number): Promise<'used' | 'again' | 'taken'>;
  /** Owes a receipt, unless the mailbox has had one today or those of the day are used up. A repeat does no harm. */
  oweReceipt(receipt: Receipt): Promise<'owed' | 'none'>;
  /** Counts an answer; `too-many` from one address a day are not. */
  countFeedback(feedback: Feedback): Promise<'counted' | 'too-many'>;
}

export const RECEIPTS_PER_DAY = 200;
export const FEEDBACK_PER_DAY = 40;
