import { digitsOf } from '../shared/digits.ts';

export const CODE_DIGITS = 6;

/** What stands in the code field, and whether the person has gone back and changed it. */
export interface CodeEntry {
  readonly digits: string;
  readonly corrected: boolean;
}

export const noCode: CodeEntry = { digits: '', corrected: false };

/**
 * The entry after the field changed. Whoever goes back to change a digit decides for themselves when to submit; who
 * begins anew, or pastes a whole code, has corrected nothing.
 */
export function enterCode(before: CodeEntry, typed: string, way: 'typed' | 'pasted'): CodeEntry {
  const digits = digitsOf(typed, CODE_DIGITS);
  const begunAnew = before.digits === '' || digits.length <= 1 || (way === 'pasted' && digits.length === CODE_DIGITS);
  const corrected = !begunAnew && (before.corrected || !digits.startsWith(before.digits));
  return { digits, corrected };
}

/** Whether the sixth digit submits the code by itself. */
export function submitsItself({ digits, corrected }: CodeEntry): boolean {
  return digits.length === CODE_DIGITS && !corrected;
}
