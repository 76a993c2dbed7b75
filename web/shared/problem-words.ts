import type { ProblemWords } from '../../locales/pages/words.ts';
import type { Problem } from './api.ts';

/** Tells the person what happened and what to do next; a code that this page does not know reads as a mistake of ours. */
export function problemSentence(problem: Problem, words: ProblemWords): string {
  const known: Readonly<Partial<Record<string, string>>> = words;
  return known[problem.code] ?? words['internal-error'];
}

/** Whether what was asked may have happened although no answer said so. */
export function isOutcomeUnknown({ code }: Problem): boolean {
  return code === 'network' || code === 'internal-error' || code === 'temporarily-unavailable';
}
