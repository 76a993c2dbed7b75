import type { Account, Visit } from './account.ts';
import type { Closing } from './closing.ts';
import type { SignInFlow } from './flow.ts';
import type { Tally } from './limits.ts';
import type { MailedSecret } from './mailed-secrets.ts';
import type { Session } from './session.ts';
import type { Bought, TallyKey } from './tally.ts';

/** Where wrong answers are counted for the wait that is told: both depend on what was typed and from where, on nothing else. */
export interface StrangerKeys {
  /** Canonical identifier, or undefined where no account can have what was typed. */
  readonly identifier: string | undefined;
  /** Pseudonym of identifier and address together. */
  readonly pair: string;
  /** Pseudonym of the network address. */
  readonly address: string;
  readonly now: number;
}

export interface Stranger {
  /** The account that claims the identifier. */
  readonly account: string | undefined;
  readonly globalEpoch: string;
  readonly pair: Tally | undefined;
  readonly address: Tally | undefined;
}

export interface Credentials {
  readonly account?: Account;
  readonly temporary?: MailedSecret;
}

/** A temporary password gives way to one of its owner's: in one transaction, with the code that follows. */
export interface Replacement {
  readonly account: Account;
  readonly before: SignInFlow;
  /** With the new epoch, and the code that is owed now, if the budget allows one. */
  readonly after: SignInFlow;
  readonly passwordHash: string;
  readonly code?: OwedCode;
  /** Id of the notice that the password was set. */
  readonly notice: string;
  readonly now: number;
}

/** A code that is owed, with the send it uses up. */
export interface OwedCode {
  readonly message: string;
  /** The sends the budget was computed from; another send in between refuses the write. */
  readonly sentBefore: readonly number[];
  readonly sentAfter: readonly number[];
}

export interface Opening {
  readonly account: Account;
  readonly flow: SignInFlow;
  /** Absent when the budget allows no message now. */
  readonly code?: OwedCode;
  /** A stronger hash of the same password, to replace the one that was checked. */
  readonly rehash?: string;
  /** The told wait is over: remove it. */
  readonly forget?: StrangerKeys;
}

export interface Resending {
  readonly before: SignInFlow;
  readonly after: SignInFlow;
  readonly code: OwedCode;
  readonly now: number;
}

export interface Redemption {
  readonly flow: SignInFlow;
  readonly session: Session;
  /** Hash of the caller's idempotency key, so that a repeat after a lost answer is recognised. */
  readonly idempotencyHash?: string;
  /** Present when the browser has no row of its own: hash of the token by which it is known from now on. */
  readonly newBrowser?: string;
  /** Until when the browser is known from now on. */
  readonly knownUntil: number;
  /** Present when the owner is to be told of a new browser: id of the message. */
  readonly notice?: string;
  readonly now: number;
}

export type BoughtCode =
  | { readonly outcome: 'bought'; readonly triesLeft: number }
  | { readonly outcome: 'delayed'; readonly until: number }
  | { readonly outcome: 'closed' }
  /** The flow has ended, was answered, has no tries or no such code any more: read it again to know. */
  | { readonly outcome: 'refused' };

/** Everything that a sign-in reads and writes. Each verb is one round trip; each write is conditional. */
export interface SignInStore {
  look(keys: StrangerKeys): Promise<Stranger>;
  /** The account, if that is one, and its temporary password, if it was sent one. */
  credentials(id: string): Promise<Credentials>;
  account(id: string): Promise<Account | undefined>;
  buyPasswordTry(key: TallyKey, now: number): Promise<Bought>;
  /** Buys the first try of a closed tally that was last used then: its account has re-opened it since. */
  reopen(key: TallyKey, closedAt: number, now: number): Promise<Bought>;
  /** Clears a closed tally of codes that was last used then: its account has re-opened it since. */
  reopenCode(key: TallyKey, closedAt: number): Promise<'reopened' | 'closed'>;
  /** `changed`: the account is not what was read. `sent-meanwhile`: another code was sent since. */
  open(opening: Opening): Promise<'opened' | 'changed' | 'sent-meanwhile'>;
  /** Counts a wrong answer for the told waits, and writes the audit entry. */
  refuse(refused: RefusedSignIn): Promise<void>;

  flow(id: string): Promise<SignInFlow | undefined>;
  /** The flow, and when sign-in is closed, read together. */
  gate(id: string): Promise<{ readonly flow?: SignInFlow; readonly closing?: Closing }>;
  /** Unix seconds of the codes sent to a browser, or to all unknown ones together, oldest first. */
  sent(key: TallyKey): Promise<readonly number[]>;
  delivery(message: string): Promise<'pending' | 'sent' | 'failed'>;
  resend(resending: Resending): Promise<'sent' | 'changed' | 'sent-meanwhile'>;
  buyCodeTry(flow: SignInFlow, now: number): Promise<BoughtCode>;
  refuseCode(flow: SignInFlow, reason: 'wrong-code' | 'changed', now: number): Promise<void>;
  redeem(redemption: Redemption): Promise<'redeemed' | 'changed'>;
  sessionLives(account: string, token: string, now: number): Promise<boolean>;
}

/** What the replacement of a given password reads and writes. */
export interface ReplacementStore extends Pick<SignInStore, 'flow' | 'credentials' | 'sent'> {
  replace(replacement: Replacement): Promise<'replaced' | 'changed' | 'sent-meanwhile'>;
}

export interface RefusedSignIn {
  /** The account, or the decoy that stands in for it. */
  readonly subject: string;
  readonly reason: SignInRefusalReason;
  readonly keys: StrangerKeys;
  readonly visit: Visit;
}

/** For the audit trail only; a caller never learns it. */
export type SignInRefusalReason =
  | 'unknown'
  | 'wrong-password'
  | 'delayed'
  | 'closed'
  | 'changed'
  | Exclude<Account['status'], 'active'>;
