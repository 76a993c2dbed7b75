import { parseArgs } from 'node:util';
import type { Command, Option } from './command.ts';
import { usage } from './command-error.ts';

export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** Options of every command. */
export const EVERYWHERE: Readonly<Record<string, Option>> = {
  stack: {
    value: 'NAME',
    says: 'A deployed portal, by its CloudFormation stack. Default: the portal running on this machine.',
  },
  region: { value: 'REGION', says: 'AWS region of the stack. Default: that of the AWS profile.' },
  profile: { value: 'PROFILE', says: 'AWS profile to use. Default: what the AWS SDK finds.' },
  json: { says: 'Prints one JSON document.' },
  help: { says: 'Prints this.' },
};

export interface Spoken {
  readonly values: Values;
  readonly argument: string;
  readonly secondArgument: string;
}

/**
 * The options and the argument of a command. Throws `CommandError` on anything else, and never repeats what was typed
 * other than names of options: it may be a secret in the wrong place.
 */
export function parseWords(command: Command, words: readonly string[]): Spoken {
  const known = { ...command.options, ...EVERYWHERE };
  const { values, positionals } = parse(words, known);
  if (values.help === true) return { values, argument: '', secondArgument: '' };
  const names = [command.argument, command.secondArgument].filter((name) => name !== undefined);
  if (positionals.length > names.length) {
    throw usage(`There are more arguments than ${names.join(' ') || 'options'}. Secrets never come as arguments.`);
  }
  const [argument = '', secondArgument = ''] = positionals;
  const missing = names.find((_, i) => (positionals[i] ?? '') === '');
  if (missing !== undefined && !command.mayLackArgument) throw usage(`${missing} is missing.`);
  for (const [name, option] of Object.entries(known)) checkOption(name, option, values[name]);
  return { values, argument, secondArgument };
}

function parse(words: readonly string[], known: Readonly<Record<string, Option>>) {
  const options = Object.fromEntries(
    Object.entries(known).map(([name, { value, isRepeated = false }]) => [
      name,
      { type: value === undefined ? 'boolean' : 'string', multiple: isRepeated } as const,
    ]),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
    return {
      values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, given(value)])),
      positionals,
    };
  } catch (error) {
    throw usage(whatIsWrong(error));
  }
}

type Given = string | boolean | undefined;

const given = (value: Given | Given[]) =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : value;

function whatIsWrong(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const option = /'(-[\w-]*)/.exec(message)?.[1] ?? '';
  if (/^--?(pass|pw|secret|p$)/i.test(option) && option !== '--password-stdin') {
    return 'Secrets never come as arguments: others can read them. Use --password-stdin, or type the password when asked.';
  }
  if (message.startsWith('Unknown option')) return `There is no option ${option}.`;
  if (message.includes('does not take')) return `${option} takes no value.`;
  return `${option} needs a value.`;
}

function checkOption(name: string, { isRequired, choices }: Option, value: Values[string]): void {
  if (value === undefined && isRequired) throw usage(`--${name} is missing.`);
  if (typeof value === 'string' && choices && !choices.includes(value)) {
    throw usage(`--${name} is one of ${choices.join(', ')}.`);
  }
}

/** An option's value, where it was given. */
export function textOf(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** The values of an option that may be said more than once. */
export function textsOf(values: Values, name: string): readonly string[] {
  const value = values[name];
  return Array.isArray(value) ? value : [];
}

/** An option's value as one of its choices. */
export function choiceOf<T extends string>(values: Values, name: string, choices: readonly T[]): T | undefined {
  return choices.find((choice) => choice === values[name]);
}
