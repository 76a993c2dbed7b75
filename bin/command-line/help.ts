import { columns } from './columns.ts';
import type { Command, Group, Option } from './command.ts';
import { EVERYWHERE } from './words.ts';

const CALL = 'npm run portal --';

export function helpForAll(all: Readonly<Record<string, Group | Command>>): string {
  const commands = Object.entries(all).map(([name, { summary }]) => [name, summary]);
  return `The operators' command line of the portal.

Usage: ${CALL} COMMAND [options]

${indented(commands)}

${CALL} COMMAND --help says more. Without --stack, commands work on the portal that runs on this
machine (npm start; PORT says where). In scripts use npm run -s portal -- … --json.
`;
}

export function helpForGroup(name: string, { summary, commands, otherwise }: Group): string {
  const listed = Object.entries(commands).map(([command, { summary: about, ...rest }]) => [
    [command, argumentOf(rest)].filter(Boolean).join(' '),
    about,
  ]);
  return `${summary}

Usage: ${CALL} ${name} ${otherwise === undefined ? 'COMMAND' : '[COMMAND]'} [options]

${indented(listed)}

${otherwise === undefined ? '' : `Without a command: ${otherwise}. `}${CALL} ${name} COMMAND --help says more.
`;
}

export function helpForCommand(path: string, { summary, remarks = [], options, ...rest }: Command): string {
  const told = remarks.map((remark) => `${remark}\n`).join('');
  return `${summary}
${told && `\n${told}`}
Usage: ${CALL} ${[path, argumentOf(rest)].filter(Boolean).join(' ')} [options]

${indented([...Object.entries(options), ...Object.entries(EVERYWHERE)].map(line))}
`;
}

const argumentOf = ({
  argument,
  secondArgument,
  mayLackArgument,
}: Pick<Command, 'argument' | 'secondArgument' | 'mayLackArgument'>) =>
  mayLackArgument ? `[${argument}]` : [argument, secondArgument].filter(Boolean).join(' ');

function line([name, { value, says, isRequired, choices }]: [string, Option]): readonly string[] {
  const about = [says, choices && `One of ${choices.join(', ')}.`, isRequired && 'Required.'];
  return [[`--${name}`, value].filter(Boolean).join(' '), about.filter(Boolean).join(' ')];
}

const indented = (rows: readonly (readonly string[])[]): string =>
  columns(rows)
    .map((row) => `  ${row}`)
    .join('\n');
