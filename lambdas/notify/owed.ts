import type { Channel, Visit } from '../auth/account.ts';

/** `sending` is a lease: a record that comes twice is sent once, and one whose sender died is sent again. */
export type OutboxState = 'owed' | 'sending' | 'sent' | 'failed' | 'dropped';

/** A message that is owed. It names the secret that it will carry and never holds it. */
export type OwedMessage = {
  readonly id: string;
  readonly account: string;
  /** `preferred`: whichever the account likes best when it is sent. */
  readonly channel: Channel | 'preferred';
  readonly createdAt: number;
} & (
  | { readonly kind: 'sign-in-code'; readonly flow: string; readonly counter: number }
  | { readonly kind: 'reset-code'; readonly flow: string; readonly counter: number }
  | { readonly kind: 'invitation' | 'temporary-password'; readonly expiresAt: number }
  | { readonly kind: 'username-reminder' }
  | { readonly kind: 'new-browser' | 'password-set'; readonly visit: Visit }
);

export interface Outbox {
  /** `taken`: this caller sends it now. `settled`: nothing is left to do. `busy`: another one is at it; come again. */
  take(id: string, now: number): Promise<'taken' | 'settled' | 'busy'>;
  settle(id: string, state: Extract<OutboxState, 'sent' | 'failed' | 'dropped'>, now: number): Promise<void>;
  /** Gives the lease back, so that the next attempt need not wait for its end. */
  release(id: string): Promise<void>;
}
