import { createHash } from 'node:crypto';
import { newId, type Random } from './tokens.ts';

/**
 * The id of what is written: random, or made of who asks and how they name their request, so that a repeat after a lost
 * answer is recognised and nobody else's request can be meant.
 */
export function idOf(random: Random, { by, key }: { readonly by: string; readonly key: string | undefined }): string {
  if (key === undefined) return newId(random);
  return newId(() =>
    createHash('sha256')
      .update(JSON.stringify([by, key]))
      .digest()
      .subarray(0, 16),
  );
}

/** Without the letters and digits that are taken for others (Crockford's base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The number of a ticket, as people say it: 40 bits of its id's hash. It finds a ticket and opens none. */
export function numberOf(id: string): string {
  const hash = createHash('sha256').update(id).digest();
  const signs = [...hash.subarray(0, 8)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return `T-${signs.slice(0, 4)}-${signs.slice(4)}`;
}
