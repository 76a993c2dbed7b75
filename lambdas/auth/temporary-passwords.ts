import type { Account } from './account.ts';
import { checkDetails, type GivenDetails } from './account-details.ts';
import type { MailedAccount } from './invitations.ts';
import { change, create, mailOf, newAccount, newSecret, type OperatorNeeds } from './operator-deeds.ts';
import { OperatorRefusal } from './operator-refusal.ts';

/** A new account whose owner signs in with a temporary password, which is mailed and which no operator sees. */
export async function createWithTemporaryPassword(needs: OperatorNeeds, given: GivenDetails): Promise<MailedAccount> {
  const account = newAccount(needs, checkDetails(needs.settings, given), { status: 'active' });
  const secret = newSecret('temporary-password', account, account.createdAt);
  return { account: await create(needs, account, 'account-created', secret), endsAt: secret.expiresAt };
}

/** Mails a temporary password, and forgets wrong answers. The password before counts until the owner has set a new one. */
export async function sendTemporaryPassword(needs: OperatorNeeds, read: Account): Promise<MailedAccount> {
  refuseInactive(read);
  const at = needs.clock();
  const secret = newSecret('temporary-password', read, at);
  const event = { event: 'temporary-password-sent', by: needs.by } as const;
  const account = await change(needs, read, event, at, { reopenedAt: at }, mailOf(needs, secret));
  return { account, endsAt: secret.expiresAt };
}

function refuseInactive({ email, status }: Account): void {
  if (status === 'active') return;
  throw new OperatorRefusal(
    'status-refused',
    status === 'invited'
      ? `The account has no password to replace. To mail another invitation: invitations resend ${email}`
      : `The account is ${status}, so no password lets its owner in.`,
  );
}
