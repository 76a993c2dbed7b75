import { browserName } from '../portal/browser-name.ts';
import type { Problem } from '../shared/api.ts';
import { find } from '../shared/dom.ts';
import { element } from '../shared/element.ts';
import { problems } from '../shared/form-words.ts';
import { messageAt } from '../shared/message.ts';
import { problemSentence } from '../shared/problem-words.ts';
import { words } from './page-words.ts';

/** A list that the server tells. */
export interface List {
  show(rows: readonly HTMLElement[]): void;
  add(rows: readonly HTMLElement[]): void;
  tell(sentence: string): void;
  refuse(problem: Problem): void;
  /** Leaves nothing of the person on the page. */
  forget(): void;
}

/** The list whose place has this id; `left` leaves the page when nobody is signed in any more. */
export function listAt(id: string, left: (problem: Problem) => boolean): List {
  const place = find(id, HTMLUListElement);
  const message = messageAt(`${id}-message`);
  const shown = () => {
    place.ariaBusy = 'false';
    message.clear();
  };
  return {
    show(rows) {
      place.replaceChildren(...(rows.length > 0 ? rows : [element('li', { class: 'help' }, words.none)]));
      shown();
    },
    add(rows) {
      place.append(...rows);
      shown();
      // What came is read on from its beginning, now that the button may be gone.
      rows[0]?.focus();
    },
    tell(sentence) {
      message.tell('calm', sentence);
      find(`${id}-heading`, HTMLElement).focus();
    },
    refuse(problem) {
      if (!left(problem)) message.tell('bad', problemSentence(problem, problems));
    },
    forget() {
      place.replaceChildren();
      place.ariaBusy = 'true';
      message.clear();
    },
  };
}

/** One thing of a list: what it is, what there is to know, what can be done. */
export function rowOf(
  title: string,
  facts: readonly string[],
  ...actions: readonly (HTMLElement | undefined)[]
): HTMLLIElement {
  const told = facts.map((fact) => element('span', { class: 'help' }, fact));
  return element(
    'li',
    { tabindex: '-1' },
    element('div', { class: 'row-text' }, element('span', { class: 'row-title' }, title), ...told),
    element('div', { class: 'row-actions' }, ...actions),
  );
}

/** From which browser, and roughly where. */
export function whence({ browser, place }: { readonly browser: string; readonly place?: string | undefined }): string {
  const name = browserName(browser);
  return place === undefined ? name : `${name} · ${place}`;
}
