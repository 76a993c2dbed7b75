import { find, within } from './dom.ts';
import { formWords } from './form-words.ts';
import { fill } from './format.ts';

/** What was typed to say who somebody is, on later steps. */
export interface Pill {
  show(identifier: string): void;
}

/** The pill with this id; `change` is what a press asks for. */
export function pillAt(id: string, change: () => void): Pill {
  const pill = find(id, HTMLButtonElement);
  pill.addEventListener('click', change);
  return {
    show(identifier) {
      const shown = identifier === '' ? formWords.thisBrowser : identifier;
      within(pill, 'span', HTMLElement).textContent = shown;
      pill.setAttribute('aria-label', fill(formWords.changeUserName, { identifier: shown }));
    },
  };
}
