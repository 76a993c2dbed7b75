import { randomInt } from 'node:crypto';
import * as z from 'zod/mini';
import type { Folder } from '../folder.ts';
import type { SecretPlan, SecretProperties } from '../stack/secrets.ts';

const Kept = z.record(z.string(), z.string());
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** The secrets' values: made once for a data folder, and kept there. */
export interface Secrets {
  /** Makes the values that do not exist yet. */
  readonly ensure: (plans: readonly SecretPlan[]) => void;
  /** The whole value. `name` is the ARN or the logical id. */
  readonly value: (name: string) => string | undefined;
  /** One key of a value that is a JSON object; the whole value when `key` is empty. Throws when there is none. */
  readonly part: (name: string, key: string) => string;
}

export function createSecrets(folder: Folder): Secrets {
  const kept = Kept.parse(folder.read('secrets') ?? {});
  const value = (name: string) => kept[name.split(':').at(-1) ?? ''];
  return {
    ensure: (plans) => {
      for (const { id, properties } of plans) kept[id] ??= generate(properties);
      folder.write('secrets', kept);
    },
    value,
    part: (name, key) => {
      const whole = value(name);
      const part = key === '' || whole === undefined ? whole : Kept.parse(JSON.parse(whole))[key];
      if (part === undefined) throw new Error(`The stack has no secret ${name} ${key}`);
      return part;
    },
  };
}

/** As Secrets Manager's `generateSecretString` does it. */
export function generate({ GenerateSecretString: spec, SecretString }: SecretProperties): string {
  if (spec === undefined) return SecretString ?? '';
  const alphabet = [
    spec.ExcludeLowercase ? '' : 'abcdefghijklmnopqrstuvwxyz',
    spec.ExcludeUppercase ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    spec.ExcludeNumbers ? '' : '0123456789',
    spec.ExcludePunctuation ? '' : PUNCTUATION,
    spec.IncludeSpace ? ' ' : '',
  ]
    .join('')
    .split('')
    .filter((character) => !spec.ExcludeCharacters.includes(character));
  const password = Array.from({ length: spec.PasswordLength }, () => alphabet[randomInt(alphabet.length)]).join('');
  if (spec.GenerateStringKey === undefined) return password;
  return JSON.stringify({ ...JSON.parse(spec.SecretStringTemplate ?? '{}'), [spec.GenerateStringKey]: password });
}
