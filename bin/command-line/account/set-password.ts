import { findAccount, setPassword as replacePassword } from '../../../lambdas/auth/operators.ts';
import { sendTemporaryPassword } from '../../../lambdas/auth/temporary-passwords.ts';
import type { Command, Desk, Said } from '../command.ts';
import { mailed } from '../mailed.ts';
import { isTemporary, passwordOptions, TEMPORARY } from './options.ts';
import { called, document } from './shown.ts';

export const setPassword: Command = {
  summary: 'Sets a new password, signs the person out everywhere, and forgets wrong answers.',
  remarks: [
    'An invited account becomes active; a locked or disabled one stays so. The owner is told by mail. On a deployed',
    'portal the owner has to replace the password at the next sign-in, because an operator knows it. With --temporary',
    'nobody is signed out, and the password before counts until the owner has set a new one.',
  ],
  argument: 'ACCOUNT',
  options: passwordOptions,
  run,
};

async function run({ needs, argument, values, askPassword }: Desk): Promise<Said> {
  if (isTemporary(values)) {
    const given = await sendTemporaryPassword(needs, await findAccount(needs, argument));
    return mailed('temporaryPassword', given, `${called(given.account)} is mailed a temporary password`);
  }
  const account = await replacePassword(needs, await findAccount(needs, argument), await askPassword());
  const words = `${called(account)} has a new password, and is ${account.status}. The owner is told by mail.\n`;
  return {
    document: { account: document(account), changed: true },
    words: account.mustReplacePassword ? words + TEMPORARY : words,
  };
}
