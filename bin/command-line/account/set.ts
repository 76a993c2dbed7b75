import { changeDetails, findAccount } from '../../../lambdas/auth/operators.ts';
import type { Command, Desk, Said } from '../command.ts';
import { usage } from '../command-error.ts';
import { detailOptions, givenDetails } from './options.ts';
import { called, document } from './shown.ts';

export const set: Command = {
  summary: 'Changes name, language, role or channel of an account.',
  remarks: [
    'Another role signs the person out everywhere. E-mail address and phone number are for the person to',
    'change, because the new one has to be confirmed and the old one told.',
  ],
  argument: 'ACCOUNT',
  options: detailOptions,
  run,
};

async function run({ needs, argument, values }: Desk): Promise<Said> {
  const given = givenDetails(values);
  if (Object.keys(given).length === 0) throw usage('Nothing to change: say --name, --locale, --role or --channel.');
  const before = await findAccount(needs, argument);
  const account = await changeDetails(needs, before, given);
  const changed = account !== before;
  return {
    document: { account: document(account), changed },
    words: changed ? `${called(account)} is changed.\n` : `${called(account)} was so already.\n`,
  };
}
