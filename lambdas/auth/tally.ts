import type { Tally } from './limits.ts';

/** What is counted apart: one factor's wrong answers never use up another's tries. */
export type Factor = 'password' | 'code';

/**
 * Whose counters: each known browser of an account has its own, all other browsers share one. A subject without an
 * account behind it (a decoy) has counters like any other.
 */
export interface TallyKey {
  readonly subject: string;
  /** Hash of the known browser's token; absent for the shared one. */
  readonly browser?: string;
}

/** The counters of a browser, or of all unknown ones together, with an account. */
export interface Standing {
  readonly password?: Tally;
  readonly code?: Tally;
  /** Unix seconds of the codes sent, oldest first. */
  readonly sent: readonly number[];
  /** Known by a recovery only: has tries of its own, and is otherwise new. */
  readonly triesOnly: boolean;
}

/** What came of buying a try. `closed`: fifty wrong in a row. `unknown`: no such known browser (any more). */
export type Bought =
  | { readonly outcome: 'bought'; readonly standing: Standing }
  | { readonly outcome: 'delayed'; readonly until: number }
  | { readonly outcome: 'closed'; readonly at: number }
  | { readonly outcome: 'unknown' };
