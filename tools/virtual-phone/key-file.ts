import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Profile } from './client.ts';

/** Where profiles lie unless told otherwise. */
export const DEFAULT_FILE = join(homedir(), '.gatehouse', 'virtual-phone.json');

/** The profiles of a file, oldest first; none when there is no file. */
export function readProfiles(file: string): readonly Profile[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Writes them so that only their owner may read them: they are keys. */
export function writeProfiles(file: string, profiles: readonly Profile[]): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${JSON.stringify(profiles, undefined, 2)}\n`, { mode: 0o600 });
}
