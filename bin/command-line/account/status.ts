import { changeStatus, type StatusVerb } from '../../../lambdas/auth/account-status.ts';
import { findAccount } from '../../../lambdas/auth/operators.ts';
import type { Command } from '../command.ts';
import { called, document } from './shown.ts';

export const lock = changes('lock', 'Locks an active account and signs the person out everywhere.');
export const unlock = changes('unlock', 'Unlocks an account, and forgets the wrong answers that stand in its way.');
export const disable = changes('disable', 'Disables an account and signs the person out everywhere.');
export const enable = changes(
  'enable',
  'Enables a disabled account: active again, or invited where it has no password.',
);

function changes(verb: StatusVerb, summary: string): Command {
  return {
    summary,
    argument: 'ACCOUNT',
    options: {},
    run: async ({ needs, argument }) => {
      const before = await findAccount(needs, argument);
      const account = await changeStatus(needs, before, verb);
      const changed = account.status !== before.status;
      return {
        document: { account: document(account), changed },
        words: `${called(account)} is ${changed ? 'now' : 'already'} ${account.status}${verb === 'unlock' ? '; wrong answers are forgotten' : ''}.\n`,
      };
    },
  };
}
