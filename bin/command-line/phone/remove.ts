import { COMMAND_LINE } from '../../../lambdas/auth/account.ts';
import { removeDevice } from '../../../lambdas/auth/device-removal.ts';
import { OperatorRefusal } from '../../../lambdas/auth/operator-refusal.ts';
import { findAccount } from '../../../lambdas/auth/operators.ts';
import { called } from '../account/shown.ts';
import { visible } from '../columns.ts';
import type { Command } from '../command.ts';
import { document } from './shown.ts';

export const remove: Command = {
  summary: 'Ends a phone: it approves nothing more, the sessions that it approved end, and the owner is told.',
  argument: 'ACCOUNT',
  secondArgument: 'PHONE',
  remarks: ['PHONE is its id, as `phone list` has it.'],
  options: {},
  async run({ needs, phones, argument, secondArgument }) {
    const account = await findAccount(needs, argument);
    const device = (await phones.phonesOf(account)).find(({ id }) => id === secondArgument);
    if (!device) throw unknown();
    const now = needs.clock();
    const removal = { store: phones, random: needs.random };
    const by = { by: 'operator', operator: needs.by } as const;
    if (!(await removeDevice(removal, device, by, { at: now, browser: COMMAND_LINE }))) throw unknown();
    return {
      document: { removed: document(device, now) },
      words: `${visible(device.name)} is removed from ${called(account)}.\n`,
    };
  },
};

const unknown = () => new OperatorRefusal('phone-not-found', 'The account has no phone of this id.');
