import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Everything the local run keeps, by name. `--fresh` removes these and nothing else. */
const NAMES = {
  database: 'database',
  assembly: 'assembly',
  secrets: 'secrets.json',
  positions: 'positions.json',
  messages: 'messages.jsonl',
  deadLetters: 'dead-letters.jsonl',
  files: 'files',
  demo: 'demo.json',
  notices: 'notices.json',
  run: 'run.json',
} as const;

export type Kept = keyof typeof NAMES;

/** The folder where data lives. Readable by its owner only: it holds the secrets of the local run. */
export interface Folder {
  readonly path: (name: Kept) => string;
  /** The JSON document kept under a name, or undefined when there is none. */
  readonly read: (name: Kept) => unknown;
  /** Replaces it at once, so that a kill leaves the old or the new. */
  readonly write: (name: Kept, value: unknown) => void;
  readonly readLines: (name: Kept) => unknown[];
  readonly append: (name: Kept, value: unknown) => void;
  readonly remove: (name: Kept) => void;
}

export function openFolder(directory: string): Folder {
  const path = (name: Kept) => join(resolve(directory), NAMES[name]);
  mkdirSync(path('database'), { recursive: true, mode: 0o700 });
  return {
    path,
    read: (name) => {
      const text = readText(path(name));
      return text === '' ? undefined : JSON.parse(text);
    },
    write: (name, value) => {
      writeFileSync(`${path(name)}.new`, JSON.stringify(value, null, 2), { mode: 0o600 });
      renameSync(`${path(name)}.new`, path(name));
    },
    readLines: (name) =>
      readText(path(name))
        .split('\n')
        .filter((line) => line !== '')
        .map((line): unknown => JSON.parse(line)),
    append: (name, value) => appendFileSync(path(name), `${JSON.stringify(value)}\n`, { mode: 0o600 }),
    remove: (name) => rmSync(path(name), { recursive: true, force: true }),
  };
}

/** Forgets everything but which process is running here. */
export function emptyFolder(folder: Folder): void {
  for (const name of [
    'database',
    'secrets',
    'positions',
    'messages',
    'deadLetters',
    'files',
    'demo',
    'notices',
    'assembly',
  ] as const) {
    folder.remove(name);
  }
  mkdirSync(folder.path('database'), { recursive: true, mode: 0o700 });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
