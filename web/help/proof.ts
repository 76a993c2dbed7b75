import { ask, type Outcome, type Problem } from '../shared/api.ts';
import { solve } from './solve.ts';

/** A puzzle that is solved, and old enough to be used. */
export interface Proof {
  readonly puzzle: string;
  readonly solution: number;
}

export interface Proofs {
  /** Begins to work, if nothing is being worked on: while somebody types there is time. */
  begin(): void;
  /** The proof, as soon as it may be used. */
  ready(): Promise<Outcome<Proof>>;
  /** The next one is another. */
  renew(): void;
}

export function createProofs(): Proofs {
  let working: Promise<Outcome<Proof>> | undefined;
  const proofs: Proofs = {
    begin() {
      working ??= work();
    },
    async ready() {
      proofs.begin();
      const outcome = (await working) ?? { ok: false, problem: { code: 'network' } satisfies Problem };
      if (!outcome.ok) proofs.renew();
      return outcome;
    },
    renew() {
      working = undefined;
    },
  };
  return proofs;
}

async function work(): Promise<Outcome<Proof>> {
  const outcome = await ask('POST /api/help/puzzle', { body: {} });
  if (!outcome.ok) return outcome;
  const { puzzle, bits, afterSeconds } = outcome.answer;
  const rested = new Promise((resolve) => setTimeout(resolve, afterSeconds * 1000));
  const [solution] = await Promise.all([solve(puzzle, bits), rested]);
  return { ok: true, answer: { puzzle, solution } };
}
