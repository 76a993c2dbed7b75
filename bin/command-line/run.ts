import { account } from './account/commands.ts';
import { askPassword } from './ask-password.ts';
import type { Command, Group, Said } from './command.ts';
import { usage } from './command-error.ts';
import { failureOf } from './failure.ts';
import { helpForAll, helpForCommand, helpForGroup } from './help.ts';
import { openPortal } from './portal.ts';
import type { Terminal } from './terminal.ts';
import { parseWords, type Values } from './words.ts';

const groups: Readonly<Record<string, Group>> = { account };

/** Runs what the words say. Answers the process's exit code: 0 done, 1 not done, 2 not understood. */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  const isJson = words.includes('--json');
  try {
    const said = await perform(words, terminal, isJson);
    terminal.output.write(isJson ? `${JSON.stringify(said.document, null, 2)}\n` : said.words);
    return 0;
  } catch (error) {
    const { code, message, exitCode } = failureOf(error);
    if (isJson) terminal.output.write(`${JSON.stringify({ error: { code, message } }, null, 2)}\n`);
    else terminal.notes.write(`${message}\n`);
    return exitCode;
  }
}

async function perform(words: readonly string[], terminal: Terminal, isJson: boolean): Promise<Said> {
  const isHelp = words.includes('--help');
  const [groupName = '', commandName = '', ...rest] = words;
  const group = named(groups, groupName);
  if (!group) return isHelp ? help(helpForAll(groups)) : missing('GROUP', groups, '');
  const command = named(group.commands, commandName);
  const path = `${groupName} ${commandName}`;
  if (!command) return isHelp ? help(helpForGroup(groupName, group)) : missing('COMMAND', group.commands, groupName);
  const { values, argument } = parseWords(command, rest);
  if (values.help === true) return help(helpForCommand(path, command));
  return work(command, { values, argument }, terminal, isJson);
}

async function work(
  command: Command,
  { values, argument }: { values: Values; argument: string },
  terminal: Terminal,
  isJson: boolean,
): Promise<Said> {
  const portal = await openPortal(values, terminal.variables);
  try {
    return await command.run({
      needs: portal.needs,
      origin: portal.origin,
      values,
      argument,
      isJson,
      askPassword: () => askPassword(values, terminal),
      say: (text) => void terminal.output.write(text),
    });
  } finally {
    portal.close();
  }
}

const help = (text: string): Said => ({ document: { help: text }, words: text });

function missing(what: string, table: Readonly<Record<string, unknown>>, before: string): never {
  const call = ['npm run portal --', before, '--help'].filter(Boolean).join(' ');
  throw usage(`${what} is one of ${Object.keys(table).join(', ')}. See ${call}.`);
}

const named = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
