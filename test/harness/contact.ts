import { createHash } from 'node:crypto';
import { PUZZLE_BITS } from '../../lambdas/auth/puzzle.ts';

/** What somebody writes who cannot sign in. */
export const message = {
  name: 'Anna de Vries',
  email: 'anna@example.org',
  text: 'My code never comes.\nWhat can I do?',
  locale: 'en-GB',
  attachments: [],
  website: '',
};

/** A puzzle with the number that solves it; found more quickly than by a page. */
export function solved(puzzle: string): { readonly puzzle: string; readonly solution: number } {
  for (let solution = 0; ; solution += 1) {
    const hash = createHash('sha256').update(`${puzzle}.${solution}`).digest();
    if (hash.readUInt32BE(0) >>> (32 - PUZZLE_BITS) === 0) return { puzzle, solution };
  }
}
