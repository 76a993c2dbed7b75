import type { MailedAccount } from '../../lambdas/auth/invitations.ts';
import { document } from './account/shown.ts';
import type { Said } from './command.ts';
import { iso, minute } from './time.ts';

/** That a secret is on its way to an account's owner, and until when it counts; never the secret, which nobody here knows. */
export function mailed(
  what: 'invitation' | 'temporaryPassword',
  { account, endsAt }: MailedAccount,
  words: string,
): Said {
  return {
    document: { account: document(account), [what]: { until: iso(endsAt) } },
    words: `${words}, good until ${minute(endsAt)} UTC.\n`,
  };
}
