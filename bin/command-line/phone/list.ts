import { findAccount } from '../../../lambdas/auth/operators.ts';
import { called } from '../account/shown.ts';
import { columns } from '../columns.ts';
import type { Command } from '../command.ts';
import { cells, document, HEAD } from './shown.ts';

export const list: Command = {
  summary: 'Lists the phones of an account.',
  argument: 'ACCOUNT',
  options: {},
  async run({ needs, phones, argument }) {
    const account = await findAccount(needs, argument);
    const [devices, now] = [await phones.phonesOf(account), needs.clock()];
    const lines = columns([HEAD, ...devices.map((device) => cells(device, now))]);
    return {
      document: { phones: devices.map((device) => document(device, now)) },
      words: devices.length === 0 ? `${called(account)} has no phones.\n` : `${lines.join('\n')}\n`,
    };
  },
};
