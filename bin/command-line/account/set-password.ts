import { findAccount, setPassword as replacePassword } from '../../../lambdas/auth/operators.ts';
import type { Command, Desk, Said } from '../command.ts';
import { checkPasswordOptions, passwordOptions, TEMPORARY } from './options.ts';
import { called, document } from './shown.ts';

export const setPassword: Command = {
  summary: 'Sets a new password, signs the person out everywhere, and forgets wrong answers.',
  remarks: [
    'An invited account becomes active; a locked or disabled one stays so. On a deployed portal the password',
    'counts as temporary, because an operator knows it.',
  ],
  argument: 'ACCOUNT',
  options: passwordOptions,
  run,
};

async function run({ needs, argument, values, askPassword }: Desk): Promise<Said> {
  checkPasswordOptions(values);
  const account = await replacePassword(needs, await findAccount(needs, argument), await askPassword());
  const words = `${called(account)} has a new password, and is ${account.status}.\n`;
  return {
    document: { account: document(account), changed: true },
    words: account.mustReplacePassword ? words + TEMPORARY : words,
  };
}
