import { find, pageLocale } from '../shared/dom.ts';
import { dateAndTime } from '../shared/format.ts';

/** Date and time in the language of the page. */
export const moment = (at: string | number): string => dateAndTime(new Date(at).toISOString(), pageLocale());

/** Puts a text into its place. */
export function put(id: string, text: string): void {
  find(id, HTMLElement).textContent = text;
}
