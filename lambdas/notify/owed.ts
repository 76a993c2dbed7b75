import type { Address, Channel, Visit } from '../auth/account.ts';
import type { ChangedUnlock } from './message.ts';

/** `sending` is a lease: a record that comes twice is sent once, and one whose sender died is sent again. */
export type OutboxState = 'owed' | 'sending' | 'sent' | 'failed' | 'dropped';

/** A message that is owed. It names the secret that it will carry and never holds it. */
export type OwedMessage = {
  readonly id: string;
  readonly account: string;
  /** `preferred`: whichever the account likes best when it is sent. */
  readonly channel: Channel | 'preferred';
  readonly createdAt: number;
  /** In place of what is on file: an address that was there before, or that is to be proved. */
  readonly to?: Address;
  /** Phones that ended with what it tells of: their sockets are hung up. */
  readonly endedPhones?: readonly string[];
} & (
  | { readonly kind: OwedCode; readonly flow: string; readonly counter: number }
  | { readonly kind: 'invitation' | 'temporary-password'; readonly expiresAt: number }
  | { readonly kind: 'username-reminder' }
  | { readonly kind: 'new-browser' | 'password-set'; readonly visit: Visit }
  /** `now`: what there is from now on; undefined where a number was removed. */
  | { readonly kind: 'email-changed'; readonly visit: Visit; readonly now: string }
  | { readonly kind: 'phone-changed'; readonly visit: Visit; readonly now?: string }
  | { readonly kind: 'account-secured' }
  | { readonly kind: 'phone-activated' | 'phone-removed'; readonly visit: Visit; readonly phoneName: string }
  | {
      readonly kind: 'phone-unlock-changed';
      readonly visit: Visit;
      readonly phoneName: string;
      readonly what: ChangedUnlock;
    }
  /** Without `until` (milliseconds) it was removed. */
  | {
      readonly kind: 'phone-locked';
      readonly visit: Visit;
      readonly phoneName: string;
      readonly until?: number;
    }
  /** `visit`: of the browser that was reported. */
  | { readonly kind: 'approval-reported'; readonly visit: Visit }
);

/** That there is something new in a ticket; of what was typed, it says nothing. */
export interface OwedTicketNote {
  readonly id: string;
  /** `ticket-reply`: to who asked; `ticket-news`: to who takes care; `ticket-receipt`: to a guest, at the beginning. */
  readonly kind: 'ticket-reply' | 'ticket-news' | 'ticket-receipt';
  /** Whom; a guest is `guest#TICKET`, and the ticket says who that is. */
  readonly account: string;
  readonly channel: 'email';
  readonly ticket: string;
  readonly createdAt: number;
  readonly to?: undefined;
}

/** Phones that are to be told, by socket and push, that a question waits. Decoys owe it too; nobody is told of those. */
export interface OwedWaiting {
  readonly id: string;
  readonly kind: 'approval-waiting';
  /** Partition and id of the approval. */
  readonly account: string;
  readonly approval: string;
  readonly isDecoy: boolean;
  readonly createdAt: number;
}

/** What a row of the outbox can be. */
export type Owed = OwedMessage | OwedTicketNote | OwedWaiting;

type OwedCode = 'sign-in-code' | 'reset-code' | 'confirmation-code' | 'new-address-code';

export interface Outbox {
  /** `taken`: this caller sends it now. `settled`: nothing is left to do. `busy`: another one is at it; come again. */
  take(id: string, now: number): Promise<'taken' | 'settled' | 'busy'>;
  settle(id: string, state: Extract<OutboxState, 'sent' | 'failed' | 'dropped'>, now: number): Promise<void>;
  /** Gives the lease back, so that the next attempt need not wait for its end. */
  release(id: string): Promise<void>;
}
