import type { Account, Channel, Visit } from './account.ts';
import type { RecoveryFlow } from './flow.ts';
import type { MailedSecret } from './mailed-secrets.ts';
import type { Stranger, StrangerKeys } from './sign-in-store.ts';
import type { TallyKey } from './tally.ts';

/** What a stranger may have sent to an account, and has been sent: alike for decoys. */
export interface Mailbox {
  readonly account: Account | undefined;
  /** The tally whose budget pays: a known browser's own, else the one that strangers share. */
  readonly tally: TallyKey;
  /** Unix seconds of the messages it paid for, oldest first. */
  readonly sent: readonly number[];
  readonly invitation: MailedSecret | undefined;
  readonly temporary: MailedSecret | undefined;
}

/** A message that is owed to the account, or to a decoy, which `deliver` drops. */
export interface OwedToAccount {
  readonly id: string;
  readonly message:
    | { readonly kind: 'reset-code'; readonly flow: string; readonly counter: number }
    | { readonly kind: 'invitation' | 'temporary-password'; readonly expiresAt: number }
    | { readonly kind: 'username-reminder' };
  readonly channel: Channel | 'preferred';
}

/** What pays for a message. */
export interface Postage {
  readonly account: string;
  readonly tally: TallyKey;
  /** The send it uses up; another one in between refuses the write. Absent when the budget allows none: it is dropped. */
  readonly send?: { readonly before: readonly number[]; readonly after: readonly number[] };
  readonly now: number;
}

export interface Recovered {
  readonly flow: RecoveryFlow;
  readonly account: Account;
  readonly passwordHash: string;
  readonly newEpoch: string;
  /** Id of the notice owed by e-mail; the one by SMS is named after it. */
  readonly notice: string;
  /** Hash of the token by which this browser is known for its tries from now on. */
  readonly browser: { readonly hash: string; readonly until: number };
  readonly idempotencyHash?: string;
  readonly visit: Visit;
}

/** Everything that recovery and activation read and write. Each verb is one round trip; each write is conditional. */
export interface RecoveryStore {
  look(keys: StrangerKeys): Promise<Stranger>;
  /** Counts a beginning for the address; the pair is not counted, for nothing is guessed. */
  countBeginning(keys: StrangerKeys): Promise<void>;
  mailbox(subject: string, browser: string | undefined, now: number): Promise<Mailbox>;
  begin(flow: RecoveryFlow, owed: OwedToAccount, postage: Postage): Promise<'begun' | 'sent-meanwhile'>;
  /** Owes a message that needs no flow; with it, where it is new, the secret that it carries. */
  post(
    owed: OwedToAccount,
    postage: Postage,
    secret?: { before: MailedSecret | undefined; after: MailedSecret },
  ): Promise<'posted' | 'sent-meanwhile'>;
  flow(id: string): Promise<RecoveryFlow | undefined>;
  account(id: string): Promise<Account | undefined>;
  resend(
    before: RecoveryFlow,
    after: RecoveryFlow,
    owed: OwedToAccount,
    postage: Postage,
  ): Promise<'sent' | 'changed' | 'sent-meanwhile'>;
  buyTry(flow: RecoveryFlow, now: number): Promise<{ outcome: 'bought'; triesLeft: number } | { outcome: 'refused' }>;
  refuseCode(flow: RecoveryFlow, reason: 'wrong-code' | 'changed', now: number): Promise<void>;
  complete(recovered: Recovered): Promise<'completed' | 'changed'>;
}
