import type { Account } from './account.ts';
import type { AccountDetails } from './account-details.ts';
import { isLive } from './mailed-secrets.ts';
import {
  change,
  changedMeanwhile,
  create,
  entry,
  mailOf,
  newAccount,
  newSecret,
  type OperatorNeeds,
} from './operator-deeds.ts';
import { OperatorRefusal } from './operator-refusal.ts';
import { newId } from './tokens.ts';

/** An account to whose owner a secret is mailed, and when that ends. */
export interface MailedAccount {
  readonly account: Account;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
}

/** A new account without a password, whose owner is mailed a link to set one. */
export async function inviteAccount(needs: OperatorNeeds, details: AccountDetails): Promise<MailedAccount> {
  const account = newAccount(needs, details, { status: 'invited' });
  const invitation = newSecret('invitation', account, account.createdAt);
  try {
    await create(needs, account, 'account-invited', invitation);
  } catch (error) {
    throw (await invitedAlready(needs, details, error)) ?? error;
  }
  return { account, endsAt: invitation.expiresAt };
}

/** Who is invited already may only need another mail. */
async function invitedAlready({ store }: OperatorNeeds, { email, username = '' }: AccountDetails, error: unknown) {
  if (!(error instanceof OperatorRefusal)) return undefined;
  const isEmail = error.code === 'email-taken';
  const taken = isEmail
    ? ({ kind: 'email', canonical: email } as const)
    : ({ kind: 'username', canonical: username } as const);
  const other = await store.claimant(taken);
  if (other?.status !== 'invited') return undefined;
  return isEmail
    ? new OperatorRefusal(
        'already-invited',
        `This person is invited already. To mail another link: invitations resend ${email}`,
      )
    : new OperatorRefusal(
        'username-taken',
        `Somebody who is invited has this user name already. To mail them another link: invitations resend ${username}`,
      );
}

/** Mails a new link. The one before ends, and with the new epoch whatever was begun with it. */
export async function resendInvitation(needs: OperatorNeeds, read: Account): Promise<MailedAccount> {
  const { by, random } = needs;
  refuseUninvited(read);
  const at = needs.clock();
  const epoch = newId(random);
  const invitation = newSecret('invitation', { ...read, epoch }, at);
  const event = { event: 'invitation-sent-again', by } as const;
  const account = await change(needs, read, event, at, { epoch }, mailOf(needs, invitation));
  return { account, endsAt: invitation.expiresAt };
}

/** Removes the account, which never was active: its link ends, and its address and user name are free again. */
export async function revokeInvitation(needs: OperatorNeeds, account: Account): Promise<void> {
  refuseUninvited(account);
  const revoked = entry(needs, { event: 'invitation-revoked', by: needs.by }, needs.clock());
  if ((await needs.store.remove(account, revoked)) !== 'removed') throw changedMeanwhile();
}

function refuseUninvited({ status }: Account): void {
  if (status === 'invited') return;
  throw new OperatorRefusal('not-invited', `The account is ${status}: it has no open invitation.`);
}

/** Somebody who has not come yet. */
export interface OpenInvitation {
  readonly account: Account;
  /** When the newest link ends, or ended; undefined where there is none. */
  readonly endsAt?: number;
  /** Whether that link still counts. */
  readonly isLive: boolean;
}

/** All who are invited, page by page, in no order. Reads the whole table of accounts. */
export async function* openInvitations({ store, clock }: OperatorNeeds): AsyncGenerator<readonly OpenInvitation[]> {
  for await (const page of store.invited()) {
    const now = clock();
    yield page.map(({ account, invitation }) => ({
      account,
      ...(invitation && { endsAt: invitation.expiresAt }),
      isLive: invitation !== undefined && isLive(invitation, account, now),
    }));
  }
}
