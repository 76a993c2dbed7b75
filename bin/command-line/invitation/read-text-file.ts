import { readFile } from 'node:fs/promises';
import { CommandError } from '../command-error.ts';

/** A file as text. Throws `CommandError` when it cannot be read, or is not UTF-8. */
export async function readTextFile(path: string): Promise<string> {
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes) throw new CommandError('file-unreadable', `The file ${path} cannot be read.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CommandError('file-unreadable', `The file ${path} is not UTF-8. Save it as "CSV UTF-8".`);
  }
}
