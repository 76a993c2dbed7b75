import { pageLocale } from './dom.ts';
import { problems } from './form-words.ts';
import { plural } from './format.ts';

/** That the code is not right, and how many tries are left where that is told. */
export function refusedCode(sentences: Parameters<typeof plural>[0], triesLeft: number | undefined): string {
  return triesLeft === undefined ? problems['code-refused'] : plural(sentences, triesLeft, pageLocale());
}
