import type { ProblemWords, Words } from '../../locales/pages/words.ts';
import { pageWords } from '../shared/page-words.ts';

/** The words that the portal page's scripts say. */
export const { portal: words, problems } = pageWords<{
  readonly portal: Words['portalScript'];
  readonly problems: ProblemWords;
}>();
