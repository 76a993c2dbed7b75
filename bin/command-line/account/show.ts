import { findAccount } from '../../../lambdas/auth/operators.ts';
import type { Command } from '../command.ts';
import { details, document } from './shown.ts';

export const show: Command = {
  summary: 'Shows an account.',
  argument: 'ACCOUNT',
  options: {},
  run: async ({ needs, argument }) => {
    const account = await findAccount(needs, argument);
    return { document: { account: document(account) }, words: details(account) };
  },
};
