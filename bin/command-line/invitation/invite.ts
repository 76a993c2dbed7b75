import { checkDetails } from '../../../lambdas/auth/account-details.ts';
import { inviteAccount } from '../../../lambdas/auth/invitations.ts';
import { detailOptions, givenAtFirst, identifierOptions } from '../account/options.ts';
import { called } from '../account/shown.ts';
import type { Command, Desk, Said } from '../command.ts';
import { usage } from '../command-error.ts';
import { mailed } from '../mailed.ts';
import { textOf } from '../words.ts';
import { importInvitees } from './import.ts';
import { COLUMNS, readInvitees } from './invitees.ts';
import { readTextFile } from './read-text-file.ts';

export const invite: Command = {
  summary: 'Invites a person, or everybody in a file: mails a link to set a password with.',
  remarks: [
    'FILE is CSV in UTF-8. Its first line names the columns, in any order, of which only email is needed:',
    `${COLUMNS.join(',')}. All lines are checked first, and nobody is`,
    'invited if one is wrong. A second run invites only who is missing, so it goes on where another stopped.',
  ],
  argument: 'EMAIL',
  mayLackArgument: true,
  options: {
    ...identifierOptions,
    ...detailOptions,
    csv: { value: 'FILE', says: 'Invites everybody in this file.' },
    rate: { value: 'N', says: 'With --csv: invitations a second at most. Default: 10 on a deployed portal.' },
  },
  run: async (desk) => (desk.values.csv === undefined ? inviteOne(desk) : inviteAll(desk)),
};

async function inviteOne({ needs, values, argument }: Desk): Promise<Said> {
  if (argument === '') throw usage('Say whom to invite: EMAIL, or --csv FILE.');
  if (values.rate !== undefined) throw usage('--rate goes with --csv.');
  const given = { email: argument, ...givenAtFirst(values) };
  const invited = await inviteAccount(needs, checkDetails(needs.settings, given));
  return mailed('invitation', invited, `${called(invited.account)} is invited: the link is mailed`);
}

async function inviteAll(desk: Desk): Promise<Said> {
  const { needs, values, argument } = desk;
  if (argument !== '' || Object.keys(givenAtFirst(values)).length > 0) {
    throw usage('With --csv, whom to invite and all details stand in the file.');
  }
  const perSecond = rateOf(desk);
  const read = readInvitees(needs.settings, await readTextFile(textOf(values, 'csv') ?? ''));
  const { invited, existing } = await importInvitees(desk, read, perSecond);
  return {
    document: { invited, existing },
    words: `${invited} ${invited === 1 ? 'person is' : 'people are'} invited; ${existing} had an account already.\n`,
  };
}

/** A deployed portal's mails leave at the pace that SES allows, and codes for signing in wait behind them. */
const DEPLOYED_PER_SECOND = 10;

function rateOf({ values, isDeployed }: Desk): number {
  const rate = textOf(values, 'rate');
  if (rate === undefined) return isDeployed ? DEPLOYED_PER_SECOND : Number.POSITIVE_INFINITY;
  if (/^[1-9][0-9]{0,3}$/.test(rate)) return Number(rate);
  throw usage('--rate is a number from 1 to 9999.');
}
