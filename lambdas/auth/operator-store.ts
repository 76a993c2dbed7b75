import type { Account, Visit } from './account.ts';
import type { Identifier } from './identifiers.ts';

/** What an operator did to an account, for the audit trail. */
export type OperatorEvent = {
  /** The operator, as the trail shows them: `local`, or how AWS knows them. */
  readonly by: string;
} & (
  | {
      readonly event:
        | 'account-created'
        | 'account-locked'
        | 'account-unlocked'
        | 'account-disabled'
        | 'account-enabled'
        | 'password-set';
    }
  | { readonly event: 'account-changed'; readonly fields: readonly string[]; readonly role?: Account['role'] }
);

/** One of these goes with every write, in its transaction. */
export type OperatorEntry = OperatorEvent & { readonly id: string; readonly visit: Visit };

/** What operators may change of an account. E-mail address and phone number are the owner's to change. */
export type AccountChanges = Partial<
  Pick<
    Account,
    'name' | 'locale' | 'channel' | 'role' | 'status' | 'passwordHash' | 'mustReplacePassword' | 'epoch' | 'reopenedAt'
  >
>;

/** What the operators' command line reads and writes. */
export interface OperatorStore {
  /** By the identifier that the account claims. */
  claimant(identifier: Identifier): Promise<Account | undefined>;
  account(id: string): Promise<Account | undefined>;
  /** All accounts, page by page, in no order. Reads the whole table: never for a request. */
  accounts(): AsyncIterable<readonly Account[]>;
  /** Claims the identifiers together with the account, or writes nothing. */
  create(account: Account, entry: OperatorEntry): Promise<'created' | 'email-taken' | 'username-taken'>;
  /** On condition that status and epoch are as they were read. */
  change(read: Account, changes: AccountChanges, entry: OperatorEntry): Promise<'changed' | 'changed-meanwhile'>;
}
