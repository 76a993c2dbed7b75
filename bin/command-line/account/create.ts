import { checkDetails } from '../../../lambdas/auth/account-details.ts';
import { createAccount } from '../../../lambdas/auth/operators.ts';
import type { Command, Desk, Said } from '../command.ts';
import { textOf } from '../words.ts';
import { checkPasswordOptions, detailOptions, givenDetails, passwordOptions, TEMPORARY } from './options.ts';
import { called, document } from './shown.ts';

export const create: Command = {
  summary: 'Creates an account that can sign in at once.',
  remarks: ['On a deployed portal the password counts as temporary, because an operator knows it.'],
  options: {
    email: { value: 'E', says: 'E-mail address.', isRequired: true },
    username: { value: 'U', says: 'User name.' },
    phone: { value: 'P', says: 'Phone number in international form, +31612345678.' },
    ...detailOptions,
    ...passwordOptions,
  },
  run,
};

async function run({ needs, origin, values, askPassword }: Desk): Promise<Said> {
  checkPasswordOptions(values);
  const [username, phone] = [textOf(values, 'username'), textOf(values, 'phone')];
  const given = {
    email: textOf(values, 'email') ?? '',
    ...(username !== undefined && { username }),
    ...(phone !== undefined && { phone }),
    ...givenDetails(values),
  };
  // Nobody should type a password twice to learn that the phone number was wrong.
  checkDetails(needs.settings, given);
  const account = await createAccount(needs, given, await askPassword());
  const words = `${called(account)} can sign in at ${origin}.\n`;
  return {
    document: { account: document(account) },
    words: account.mustReplacePassword ? words + TEMPORARY : words,
  };
}
