import type { Address, Channel, Visit } from './account.ts';
import type { TallyKey } from './tally.ts';

export const FLOW_LIFETIME_SECONDS = 20 * 60;

/** What is done never opens again; an open flow ends by time, or when its tries are used up. */
export type FlowStatus = 'open' | 'done';

/** A transaction of several steps that is bound to one browser, and the challenge in it. Times are milliseconds since 1970. */
interface CodeFlow {
  readonly id: string;
  readonly status: FlowStatus;
  /** Hash of the secret in the browser's cookie. */
  readonly secretHash: string;
  /** The account, or where strangers may begin the flow, the decoy that stands for an identifier nobody has. */
  readonly account: string;
  readonly epoch: string;
  readonly expiresAt: number;
  /** The key of the code, and of the session to come. */
  readonly keyId: string;
  /** Counts the codes sent; the newest alone is valid, and 0 never is. */
  readonly counter: number;
  readonly codeEndsAt: number;
  readonly triesLeft: number;
  readonly visit: Visit;
}

/** A sign-in that has shown the right password and waits for its code. */
export interface SignInFlow extends CodeFlow {
  readonly kind: 'sign-in';
  readonly globalEpoch: string;
  readonly channel: Channel;
  /** The outbox entry of the newest code. */
  readonly message?: string;
  /** The tally that pays for this browser's tries. */
  readonly tally: TallyKey;
  /** Whether the browser has signed in to this account before; of any other, the owner is told. */
  readonly familiar: boolean;
  /** Name of the address (see `addressName`) that is told of a new browser. */
  readonly address?: string;
  /** The sign-in before this one, to be shown. */
  readonly previous?: Visit;
  /**
   * Begun with a password that has to be replaced before a code is sent: a temporary one of that end, or, without an
   * end, one that an operator set.
   */
  readonly mustReplace?: { readonly temporaryEndsAt?: number };
  /** Set when done: whose repeat of the last request is recognised, and the session it made. */
  readonly completion?: { readonly idempotencyHash?: string; readonly session: string };
}

/** A new password for who answers a code: `activation` sets the first one, behind an invitation's link. */
export interface RecoveryFlow extends CodeFlow {
  readonly kind: 'recovery' | 'activation';
  /** What the person asked for, where the account has it. */
  readonly channel: Channel | 'preferred';
  readonly sentAt: number;
  /** Set when done: whose repeat of the last request is recognised. */
  readonly completion?: { readonly idempotencyHash?: string };
}

/** What asks for a confirmation of its own. */
export type ConfirmedAction = 'change-password' | 'change-email' | 'change-phone' | 'download-data';

/**
 * One action, by name, of somebody who is signed in: password and code confirm it, and then it may be done, once, by that
 * session in that browser.
 */
export interface ConfirmationFlow extends CodeFlow {
  readonly kind: 'confirmation';
  readonly action: ConfirmedAction;
  /** Hash of the session's token: another session of the same person has nothing of it. */
  readonly session: string;
  /** Of the newest code. */
  readonly channel: Channel;
  /** The outbox entry of the newest code. */
  readonly message?: string;
  /** The tally that pays for this browser's tries. */
  readonly tally: TallyKey;
  /** Set by the right code: until when the action may be begun, and the counter of that code. */
  readonly confirmed?: { readonly until: number; readonly counter: number; readonly idempotencyHash?: string };
  /** What the newest code, once the action is confirmed, went to: used when that code comes back, and not before. */
  readonly pending?: Address;
  /** Set when done: whose repeat of the last request is recognised, and the session it made. */
  readonly completion?: { readonly idempotencyHash?: string; readonly session: string };
}

export type Flow = SignInFlow | RecoveryFlow | ConfirmationFlow;

/** What the browser's flow cookie holds. */
export interface FlowCookie {
  readonly id: string;
  readonly secret: string;
}
