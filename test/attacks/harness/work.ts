import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/** What the functions asked of `node:crypto` that tells how many guesses were evaluated. */
export interface Work {
  /** Runs of argon2id, each with its parameters. */
  readonly argon2: string[];
  /** Comparisons of six-digit codes. */
  codeComparisons: number;
}

/**
 * Counts work. `cheap`: argon2id runs with the least memory, so that thousands of guesses fit into a test; the
 * parameters that were asked for are still what is written down.
 */
export function watchWork({ cheap = true } = {}): Work {
  const work: Work = { argon2: [], codeComparisons: 0 };
  const { argon2Sync, timingSafeEqual } = crypto;
  Object.assign(crypto, {
    argon2Sync: (algorithm: 'argon2id', parameters: Parameters<typeof argon2Sync>[1]) => {
      const { memory, passes, parallelism, tagLength } = parameters;
      work.argon2.push(`${algorithm} ${memory} ${passes} ${parallelism} ${tagLength}`);
      return argon2Sync(algorithm, cheap ? { ...parameters, memory: 8, passes: 1 } : parameters);
    },
    timingSafeEqual: (a: Buffer, b: Buffer) => {
      if (a.length === 6) work.codeComparisons += 1;
      return timingSafeEqual(a, b);
    },
  });
  syncBuiltinESMExports();
  return work;
}
