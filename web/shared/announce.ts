import { find } from './dom.ts';

/** Has a screen reader say something that the focus does not lead to. Said once, even if it is what was said before. */
export function announce(text: string): void {
  const announcer = find('announcer', HTMLElement);
  const sentence = document.createElement('p');
  sentence.textContent = text;
  announcer.replaceChildren(sentence);
}
