import type { ProblemWords, Words } from '../../../locales/pages/words.ts';
import type { WaitWords } from '../../approval/wait-words.ts';

/** The words of signing in with the phone: a file of their own in each language, fetched when that is chosen. */
export interface PhoneWords extends WaitWords {
  readonly problems: ProblemWords;
}

/** What the build writes into that file. */
export const phoneWordsOf = ({ phoneWait, pictures, problems, phoneProblems }: Words): PhoneWords => ({
  wait: phoneWait,
  pictures,
  problems: { ...problems, ...phoneProblems },
});
