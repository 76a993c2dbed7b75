import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

/**
 * Makes lambdas/auth/common-passwords.json from the list of @zxcvbn-ts/language-common, which is ordered by how often a
 * password was found: `node scripts/common-passwords.ts`. Run it when that package changes; a test holds the file
 * against it.
 *
 * Kept: the 5,000 most frequent as far as they have four characters or more (shorter ones cannot be the core of a
 * password of ten), and whatever is as long as a password must be. Sorted and compressed, 27 KB in base64 instead of 53,
 * because it is in the bundle of every function that sets passwords, and only there. Twice as many words would be
 * half as much again and refuse few passwords that people choose.
 */
const MOST_FREQUENT = 5_000;
const SHORTEST_CORE = 4;
const SHORTEST_PASSWORD = 10;

const source = dirname(createRequire(import.meta.url).resolve('@zxcvbn-ts/language-common/package.json'));

export function commonPasswords(): string {
  const list: readonly string[] = JSON.parse(readFileSync(join(source, 'src/passwords.json'), 'utf8'));
  const kept = list.filter(
    (word, rank) => word.length >= SHORTEST_PASSWORD || (rank < MOST_FREQUENT && word.length >= SHORTEST_CORE),
  );
  const text = kept.toSorted().join(' ');
  const document = {
    source: '@zxcvbn-ts/language-common 4.1.3 (MIT, see common-passwords.licence.txt), by scripts/common-passwords.ts',
    brotli: brotliCompressSync(text).toString('base64'),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const target = fileURLToPath(new URL('../lambdas/auth/common-passwords', import.meta.url));
  writeFileSync(`${target}.json`, commonPasswords());
  copyFileSync(join(source, 'LICENSE.txt'), `${target}.licence.txt`);
}
