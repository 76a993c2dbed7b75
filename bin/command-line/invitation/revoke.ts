import { revokeInvitation } from '../../../lambdas/auth/invitations.ts';
import { findAccount } from '../../../lambdas/auth/operators.ts';
import { called } from '../account/shown.ts';
import type { Command } from '../command.ts';

export const revoke: Command = {
  summary: 'Takes an invitation back: its link ends, and the account, which never was active, is removed.',
  argument: 'ACCOUNT',
  options: {},
  run: async ({ needs, argument }) => {
    const account = await findAccount(needs, argument);
    await revokeInvitation(needs, account);
    const { id, email, name } = account;
    return { document: { removed: { id, email, name } }, words: `${called(account)} is no longer invited.\n` };
  },
};
