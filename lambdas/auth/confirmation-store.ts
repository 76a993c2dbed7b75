import type { Account, Channel, Phone, Visit } from './account.ts';
import type { ConfirmationFlow, ConfirmedAction } from './flow.ts';
import type { NotMe } from './not-me.ts';
import type { Session } from './session.ts';
import type { BoughtCode, OwedCode, SignInStore } from './sign-in-store.ts';

/** What a right password of somebody who is signed in begins. */
export interface OpeningConfirmation {
  readonly account: Account;
  readonly flow: ConfirmationFlow;
  /** Absent when the budget allows no message now. */
  readonly code?: OwedCode;
}

/** A newer code, to the account or to the address that is to be proved. */
export interface SendingCode {
  readonly before: ConfirmationFlow;
  readonly after: ConfirmationFlow;
  /** Absent when the budget allows no message now: then the new address is noted, and nothing valid yet. */
  readonly code?: OwedCode;
  readonly now: number;
}

/** What a confirmed action changes. */
export type Change =
  | { readonly passwordHash: string }
  | { readonly email: string }
  | { readonly phone: Phone }
  | { readonly phone: undefined };

/** A change, in one transaction with the confirmation that it uses up. */
export interface ConfirmedChange {
  readonly flow: ConfirmationFlow;
  /** As it was read. */
  readonly account: Account;
  readonly change: Change;
  /** Ends every other session, every flow and approval. */
  readonly newEpoch: string;
  /** Takes the place of the session that made the change. */
  readonly session: Session;
  readonly idempotencyHash?: string;
  /** Id of the notice owed by e-mail; the one by SMS is named after it. */
  readonly notice: string;
  /** The link that the notice carries. */
  readonly notMe: NotMe;
  readonly visit: Visit;
}

/** Everything that confirmed changes read and write. Each verb is one round trip; each write is conditional. */
export interface ConfirmationStore
  extends Pick<SignInStore, 'buyPasswordTry' | 'reopen' | 'reopenCode' | 'sent' | 'sessionLives'> {
  /** Writes the audit entry of a wrong password. */
  refusePassword(account: string, action: ConfirmedAction, visit: Visit): Promise<void>;
  /** `changed`: account or session is not what was read. `sent-meanwhile`: another code was sent since. */
  open(opening: OpeningConfirmation): Promise<'opened' | 'changed' | 'sent-meanwhile'>;
  flow(id: string): Promise<ConfirmationFlow | undefined>;
  send(sending: SendingCode): Promise<'sent' | 'changed' | 'sent-meanwhile'>;
  buyCodeTry(flow: ConfirmationFlow, now: number): Promise<BoughtCode>;
  refuseCode(flow: ConfirmationFlow, reason: 'wrong-code' | 'changed', now: number): Promise<void>;
  confirm(
    flow: ConfirmationFlow,
    confirmed: NonNullable<ConfirmationFlow['confirmed']>,
    now: number,
  ): Promise<'confirmed' | 'changed'>;
  change(change: ConfirmedChange): Promise<'done' | 'changed' | 'address-taken'>;
  /** What its owner may change freely, while the account is as it was read. */
  prefer(account: Account, preferences: Preferences, visit: Visit): Promise<'preferred' | 'changed'>;
}

export interface Preferences extends Partial<Pick<Account, 'locale'>> {
  /** A number that nobody has proved cannot be preferred. */
  readonly channel?: Channel;
}
