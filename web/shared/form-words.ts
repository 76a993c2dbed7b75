import type { ProblemWords, Words } from '../../locales/pages/words.ts';
import { pageWords } from './page-words.ts';

/** The words that every form's script says: the templates of forms put them into their page. */
export const { form: formWords, problems } = pageWords<{
  readonly form: Words['formScript'];
  readonly problems: ProblemWords;
}>();
