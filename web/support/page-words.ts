import type { ProblemWords, Words } from '../../locales/pages/words.ts';
import { pageWords } from '../shared/page-words.ts';

/** The words of the Technical Support System's script. */
export const { support: words, problems } = pageWords<{
  readonly support: Words['supportScript'];
  readonly problems: ProblemWords;
}>();
