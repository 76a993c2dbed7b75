import type { Account, Visit } from './account.ts';
import type { Identifier } from './identifiers.ts';
import type { MailedSecret } from './mailed-secrets.ts';

/** What an operator did to an account, for the audit trail. */
export type OperatorEvent = {
  /** The operator, as the trail shows them: `local`, or how AWS knows them. */
  readonly by: string;
} & (
  | {
      readonly event:
        | 'account-created'
        | 'account-invited'
        | 'invitation-sent-again'
        | 'invitation-revoked'
        | 'account-locked'
        | 'account-unlocked'
        | 'account-disabled'
        | 'account-enabled'
        | 'password-set'
        | 'temporary-password-sent';
    }
  | { readonly event: 'account-changed'; readonly fields: readonly string[]; readonly role?: Account['role'] }
);

/** One of these goes with every write, in its transaction. */
export type OperatorEntry = OperatorEvent & { readonly id: string; readonly visit: Visit };

/** What a write owes the account's owner, in its transaction: a secret by e-mail, or the notice of a new password. */
export type OperatorMail = { readonly id: string } & (
  | { readonly kind: 'secret'; readonly secret: MailedSecret }
  | { readonly kind: 'password-set' }
);

/** What operators may change of an account. E-mail address and phone number are the owner's to change. */
export type AccountChanges = Partial<
  Pick<
    Account,
    | 'name'
    | 'locale'
    | 'channel'
    | 'role'
    | 'status'
    | 'passwordHash'
    | 'mustReplacePassword'
    | 'epoch'
    | 'reopenedAt'
    | 'locked'
    | 'unlockedAt'
  >
>;

/** Somebody who was invited and has not come yet. */
export interface Invited {
  readonly account: Account;
  /** The newest; none where it is long over, or was never sent. */
  readonly invitation?: MailedSecret;
}

/** What the operators' command line reads and writes. */
export interface OperatorStore {
  /** By the identifier that the account claims. */
  claimant(identifier: Identifier): Promise<Account | undefined>;
  /** Those of the identifiers that an account claims. At most 100 in one call. */
  claimed(identifiers: readonly Identifier[]): Promise<readonly Identifier[]>;
  account(id: string): Promise<Account | undefined>;
  /** All accounts, page by page, in no order. Reads the whole table: never for a request. */
  accounts(): AsyncIterable<readonly Account[]>;
  /** All who are invited, likewise. */
  invited(): AsyncIterable<readonly Invited[]>;
  /** Claims the identifiers together with the account, or writes nothing. */
  create(
    account: Account,
    entry: OperatorEntry,
    mail?: OperatorMail,
  ): Promise<'created' | 'email-taken' | 'username-taken'>;
  /** On condition that status and epoch are as they were read. */
  change(
    read: Account,
    changes: AccountChanges,
    entry: OperatorEntry,
    mail?: OperatorMail,
  ): Promise<'changed' | 'changed-meanwhile'>;
  /** Removes an account that is invited, as it was read, with its claims and its invitation. */
  remove(read: Account, entry: OperatorEntry): Promise<'removed' | 'changed-meanwhile'>;
}
