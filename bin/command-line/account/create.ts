import { checkDetails } from '../../../lambdas/auth/account-details.ts';
import { createAccount } from '../../../lambdas/auth/operators.ts';
import { createWithTemporaryPassword } from '../../../lambdas/auth/temporary-passwords.ts';
import type { Command, Desk, Said } from '../command.ts';
import { mailed } from '../mailed.ts';
import { textOf } from '../words.ts';
import { detailOptions, givenAtFirst, identifierOptions, isTemporary, passwordOptions, TEMPORARY } from './options.ts';
import { called, document } from './shown.ts';

export const create: Command = {
  summary: 'Creates an account that can sign in at once.',
  remarks: [
    'On a deployed portal its owner has to replace the password at the first sign-in, because an operator knows it.',
  ],
  options: {
    email: { value: 'E', says: 'E-mail address.', isRequired: true },
    ...identifierOptions,
    ...detailOptions,
    ...passwordOptions,
  },
  run,
};

async function run(desk: Desk): Promise<Said> {
  const { needs, origin, values, askPassword } = desk;
  const given = { email: textOf(values, 'email') ?? '', ...givenAtFirst(values) };
  if (isTemporary(values)) {
    const made = await createWithTemporaryPassword(needs, given);
    return mailed('temporaryPassword', made, `${called(made.account)} is mailed a temporary password for ${origin}`);
  }
  // Nobody should type a password twice to learn that the phone number was wrong.
  checkDetails(needs.settings, given);
  const account = await createAccount(needs, given, await askPassword());
  const words = `${called(account)} can sign in at ${origin}.\n`;
  return {
    document: { account: document(account) },
    words: account.mustReplacePassword ? words + TEMPORARY : words,
  };
}
