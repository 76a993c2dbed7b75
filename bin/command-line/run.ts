import { account } from './account/commands.ts';
import { askPassword } from './ask-password.ts';
import { columns } from './columns.ts';
import type { Command, Group, Said } from './command.ts';
import { usage } from './command-error.ts';
import { type Failure, failureOf } from './failure.ts';
import { helpForAll, helpForCommand, helpForGroup } from './help.ts';
import { helpFeedback } from './help-feedback.ts';
import { invitations } from './invitation/commands.ts';
import { invite } from './invitation/invite.ts';
import { notice } from './notice/commands.ts';
import { phone } from './phone/commands.ts';
import { openPortal } from './portal.ts';
import { progressOn } from './progress.ts';
import type { Terminal } from './terminal.ts';
import { ticket } from './ticket/commands.ts';
import { parseWords, type Spoken } from './words.ts';

const all: Readonly<Record<string, Group | Command>> = {
  account,
  invite,
  invitations,
  phone,
  ticket,
  notice,
  'help-feedback': helpFeedback,
};

/** Runs what the words say. Answers the process's exit code: 0 done, 1 not done, 2 not understood. */
export async function run(spoken: readonly string[], terminal: Terminal): Promise<number> {
  const isJson = spoken.includes('--json');
  try {
    const said = await perform(spoken, terminal, isJson);
    terminal.output.write(isJson ? `${JSON.stringify(said.document, null, 2)}\n` : said.words);
    return 0;
  } catch (error) {
    const failure = failureOf(error);
    if (isJson) terminal.output.write(`${JSON.stringify({ error: document(failure) }, null, 2)}\n`);
    else terminal.notes.write(words(failure));
    return failure.exitCode;
  }
}

const document = ({ code, message, lines = [] }: Failure) => ({ code, message, ...(lines.length > 0 && { lines }) });

function words({ message, lines = [] }: Failure): string {
  const table = columns(lines.map(({ line, message: reason }) => [`  line ${line}`, reason]));
  return [message, ...table].map((line) => `${line}\n`).join('');
}

async function perform(spoken: readonly string[], terminal: Terminal, isJson: boolean): Promise<Said> {
  const isHelp = spoken.includes('--help');
  const [name = '', ...rest] = spoken;
  const found = named(all, name);
  if (!found) return isHelp ? help(helpForAll(all)) : missing(all, '');
  if (!('commands' in found)) return performOne(found, name, rest, terminal, isJson);
  const { commandName, more } = commandIn(found, rest);
  const command = named(found.commands, commandName);
  if (!command) return isHelp ? help(helpForGroup(name, found)) : missing(found.commands, name);
  return performOne(command, `${name} ${commandName}`, more, terminal, isJson);
}

/** The command of a group that was named, or the one that is meant where none is. */
function commandIn({ otherwise }: Group, rest: readonly string[]) {
  const [first = ''] = rest;
  const isNamed = first !== '' && !first.startsWith('-');
  if (isNamed || otherwise === undefined || rest.includes('--help')) return { commandName: first, more: rest.slice(1) };
  return { commandName: otherwise, more: rest };
}

async function performOne(
  command: Command,
  path: string,
  rest: readonly string[],
  terminal: Terminal,
  isJson: boolean,
): Promise<Said> {
  const spoken = parseWords(command, rest);
  if (spoken.values.help === true) return help(helpForCommand(path, command));
  return work(command, spoken, terminal, isJson);
}

async function work(
  command: Command,
  { values, argument, secondArgument }: Spoken,
  terminal: Terminal,
  isJson: boolean,
): Promise<Said> {
  const portal = await openPortal(values, terminal.variables);
  try {
    return await command.run({
      needs: portal.needs,
      notices: portal.notices,
      phones: portal.phones,
      tickets: portal.tickets,
      feedback: portal.feedback,
      publish: portal.publish,
      origin: portal.origin,
      isDeployed: portal.isDeployed,
      values,
      argument,
      secondArgument,
      isJson,
      askPassword: () => askPassword(values, terminal),
      say: (text) => void terminal.output.write(text),
      progress: progressOn(terminal.notes),
    });
  } finally {
    portal.close();
  }
}

const help = (text: string): Said => ({ document: { help: text }, words: text });

function missing(table: Readonly<Record<string, unknown>>, before: string): never {
  const call = ['npm run portal --', before, '--help'].filter(Boolean).join(' ');
  throw usage(`COMMAND is one of ${Object.keys(table).join(', ')}. See ${call}.`);
}

const named = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
