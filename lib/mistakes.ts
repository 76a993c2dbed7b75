import type * as z from 'zod/mini';

type Issue = z.core.$ZodIssue;

/** Parses, or throws one error with a line for each mistake: the key, what came, and what is allowed. */
export function parse<T extends z.ZodMiniType>(subject: string, schema: T, given: z.input<T>): z.output<T> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.flatMap((issue) => describeIssue(issue, given));
  throw new Error(`${subject} is not valid:\n${lines.map((line) => `  ${line}`).join('\n')}`);
}

function describeIssue(issue: Issue, given: unknown): string[] {
  const key = keyOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => `${key === '' ? name : `${key}.${name}`}: there is no such key`);
  }
  return [`${key}: allowed is ${issue.message}; this came: ${show(valueAt(given, issue.path))}`];
}

/** `['tiles', 0, 'url']` → `tiles[0].url`. */
function keyOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((value, part) => (isRecord(value) ? value[part] : undefined), given);
}

function isRecord(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null;
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
