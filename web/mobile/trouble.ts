import type { Problem } from '../shared/api.ts';
import { pageLocale } from '../shared/dom.ts';
import { problems } from '../shared/form-words.ts';
import { fill, plural } from '../shared/format.ts';
import { problemSentence } from '../shared/problem-words.ts';
import { moment } from './facts.ts';
import { words } from './page-words.ts';

/** What to say of a refusal: how many tries are left, or until when the phone is locked, where that is why. */
export function troubleSentence(problem: Problem): string {
  const { code, triesLeft, retryAfterSeconds } = problem;
  if (code === 'pin-wrong' && triesLeft !== undefined) return plural(words.pinWrong, triesLeft, pageLocale());
  if (code === 'phone-locked' && retryAfterSeconds !== undefined) {
    return fill(words.lockedUntil, { time: moment(Date.now() + retryAfterSeconds * 1000) });
  }
  return problemSentence(problem, problems);
}

/** Whether it may succeed when the person unlocks the phone once more. */
export const mayUnlockAgain = ({ code }: Problem): boolean =>
  ['pin-wrong', 'fingerprint-refused', 'network', 'temporarily-unavailable', 'internal-error', 'nonce-needed'].includes(
    code,
  );
