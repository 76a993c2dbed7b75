import type { Channel, Visit } from './account.ts';
import type { TallyKey } from './tally.ts';

export const FLOW_LIFETIME_SECONDS = 20 * 60;

/** What is done never opens again; an open flow ends by time, or when its tries are used up. */
export type FlowStatus = 'open' | 'done';

/** A sign-in that has shown the right password and waits for its code. Times are milliseconds since 1970. */
export interface SignInFlow {
  readonly id: string;
  readonly kind: 'sign-in';
  readonly status: FlowStatus;
  /** Hash of the secret in the browser's cookie. */
  readonly secretHash: string;
  readonly account: string;
  /** Read together with the password hash that was checked. */
  readonly epoch: string;
  readonly globalEpoch: string;
  readonly expiresAt: number;
  /** The key of the code and of the session to come. */
  readonly keyId: string;
  /** Counts the codes sent; the newest alone is valid, and 0 never is. */
  readonly counter: number;
  readonly channel: Channel;
  readonly codeEndsAt: number;
  readonly triesLeft: number;
  /** The outbox entry of the newest code. */
  readonly message?: string;
  /** The tally that pays for this browser's tries. */
  readonly tally: TallyKey;
  readonly visit: Visit;
  /** The sign-in before this one, to be shown. */
  readonly previous?: Visit;
  /** Set when done: whose repeat of the last request is recognised, and the session it made. */
  readonly completion?: { readonly idempotencyHash?: string; readonly session: string };
}

/** What the browser's flow cookie holds. */
export interface FlowCookie {
  readonly id: string;
  readonly secret: string;
}
