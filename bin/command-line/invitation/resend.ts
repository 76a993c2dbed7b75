import { resendInvitation } from '../../../lambdas/auth/invitations.ts';
import { findAccount } from '../../../lambdas/auth/operators.ts';
import { called } from '../account/shown.ts';
import type { Command } from '../command.ts';
import { mailed } from '../mailed.ts';

export const resend: Command = {
  summary: 'Mails another link. The one before ends.',
  argument: 'ACCOUNT',
  options: {},
  run: async ({ needs, argument }) => {
    const invited = await resendInvitation(needs, await findAccount(needs, argument));
    return mailed('invitation', invited, `${called(invited.account)} is mailed another link`);
  },
};
