import { type AccountDetails, checkDetails, type GivenDetails } from '../../../lambdas/auth/account-details.ts';
import { OperatorRefusal } from '../../../lambdas/auth/operator-refusal.ts';
import type { Settings } from '../../../lambdas/settings.ts';
import { channels, roles } from '../account/options.ts';
import { type BadLine, CommandError } from '../command-error.ts';
import { type CsvRecord, parseCsv } from '../csv.ts';

export const COLUMNS = ['email', 'name', 'username', 'phone', 'locale', 'role', 'channel'] as const;
type Column = (typeof COLUMNS)[number];

/** Somebody to invite, as a line of a file says. */
export interface Invitee {
  readonly line: number;
  readonly details: AccountDetails;
}

/** What a file says: whom to invite, and which lines cannot be meant. */
export interface InviteeFile {
  readonly invitees: readonly Invitee[];
  readonly wrong: readonly BadLine[];
}

/** Everybody in a CSV file. Throws `CommandError` where it is none. */
export function readInvitees(settings: Settings, text: string): InviteeFile {
  const [header, ...records] = parseCsv(text);
  if (!header)
    throw new CommandError('csv-invalid', `The file is empty. Its first line names columns: ${COLUMNS.join(',')}.`);
  const columns = columnsOf(header);
  const [invitees, wrong]: [Invitee[], BadLine[]] = [[], []];
  const seen = new Map<string, number>();
  for (const record of records) {
    const found = inviteeOf(settings, columns, record, seen);
    if ('details' in found) invitees.push(found);
    else wrong.push(found);
  }
  return { invitees, wrong };
}

function columnsOf({ line, fields }: CsvRecord): readonly Column[] {
  const names = fields.map((name) => name.trim().toLowerCase());
  const columns = names.map((name) => COLUMNS.find((column) => column === name));
  const unknown = names.find((_, i) => columns[i] === undefined);
  const reason =
    (unknown !== undefined && `there is no column "${unknown}"`) ||
    (new Set(names).size < names.length && 'a column comes twice') ||
    (!names.includes('email') && 'the column email is missing');
  if (!reason) return columns.filter((column) => column !== undefined);
  throw new CommandError(
    'csv-invalid',
    `Line ${line} names the columns, and ${reason}. There are ${COLUMNS.join(', ')}.`,
  );
}

function inviteeOf(
  settings: Settings,
  columns: readonly Column[],
  { line, fields }: CsvRecord,
  seen: Map<string, number>,
): Invitee | BadLine {
  if (fields.length !== columns.length) {
    const message = `There are ${fields.length} fields, and ${columns.length} columns.`;
    return { line, code: 'fields-mismatch', message };
  }
  try {
    const details = checkDetails(settings, givenIn(columns, fields));
    const twice = comesTwice(details, line, seen);
    return twice === undefined ? { line, details } : { line, code: 'comes-twice', message: twice };
  } catch (error) {
    if (error instanceof OperatorRefusal) return { line, code: error.code, message: error.message };
    if (error instanceof CommandError) return { line, code: error.code, message: error.message };
    throw error;
  }
}

/** What a line gives; an empty field gives nothing. */
function givenIn(columns: readonly Column[], fields: readonly string[]): GivenDetails {
  const filled = columns
    .map((column, i) => [column, fields[i]?.trim() ?? ''] as const)
    .filter(([, field]) => field !== '');
  const { email = '', role, channel, ...rest }: Partial<Record<Column, string>> = Object.fromEntries(filled);
  return {
    email,
    ...rest,
    ...(role !== undefined && { role: oneOf('role', roles, role) }),
    ...(channel !== undefined && { channel: oneOf('channel', channels, channel) }),
  };
}

function oneOf<T extends string>(column: 'role' | 'channel', choices: readonly T[], field: string): T {
  const choice = choices.find((one) => one === field.toLowerCase());
  if (choice !== undefined) return choice;
  throw new CommandError(`${column}-invalid`, `The ${column} is one of ${choices.join(', ')}.`);
}

/** What a line has in common with one before it. */
function comesTwice({ email, username }: AccountDetails, line: number, seen: Map<string, number>): string | undefined {
  const keys = [['e-mail address', email], ...(username === undefined ? [] : [['user name', username]])];
  for (const [what, key = ''] of keys) {
    const first = seen.get(key);
    if (first !== undefined) return `Line ${first} has the same ${what}.`;
  }
  for (const [, key = ''] of keys) seen.set(key, line);
  return undefined;
}
