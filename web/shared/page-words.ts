import { find } from './dom.ts';

/** The words that this page's script needs, in the page's language; `Words` is what the template put there. */
export function pageWords<Words>(): Words {
  return JSON.parse(find('words', HTMLScriptElement).textContent ?? '') as Words;
}
