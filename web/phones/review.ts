import type { Phones } from '../../lambdas/http/answers/phones.ts';
import { rowOf } from '../own-data/rows.ts';
import { ask, type Outcome } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find } from '../shared/dom.ts';
import { element } from '../shared/element.ts';
import { factsOf } from './list.ts';
import { words } from './page-words.ts';

/** After a recovery: which phones to keep? Nothing is ticked, so that each one kept was looked at. */
export interface Review {
  show(phones: Phones): void;
}

/** Prepares the question; `answered` gets what the server made of the answer. */
export function createReview(answered: (outcome: Outcome<Phones>) => Promise<void>): Review {
  const section = find('review', HTMLElement);
  const list = find('review-list', HTMLUListElement);
  const button = busyButton(find('review-submit', HTMLButtonElement));
  const ticked = () => [...list.querySelectorAll<HTMLInputElement>('input:checked')].map(({ value }) => value);

  find('review-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void button.run(words.moment, async () =>
      answered(await ask('POST /api/phones/review', { body: { keep: ticked() } })),
    );
  });
  return {
    show({ phones, toReview }) {
      section.hidden = !toReview;
      if (!toReview) return list.replaceChildren();
      const kept = ticked();
      const rows = phones.map((phone) => {
        const row = rowOf(phone.name, factsOf(phone));
        const box = element('input', { type: 'checkbox', value: phone.id, checked: kept.includes(phone.id) });
        const label = element('label', { class: 'tick' }, box, ...row.childNodes);
        return element('li', {}, label);
      });
      list.replaceChildren(...rows);
    },
  };
}
