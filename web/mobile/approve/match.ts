import type { CardText } from '../../../lambdas/auth/approval.ts';
import type { Picture } from '../../../lambdas/auth/pictures.ts';
import { drawPicture } from '../../pictures/draw.ts';
import { sayPicture } from '../../pictures/words.ts';
import { digitsOf } from '../../shared/digits.ts';
import { find, say } from '../../shared/dom.ts';
import { acceptField, refuseField } from '../../shared/field-error.ts';
import { make } from '../elements.ts';
import { pictureWords, words } from '../page-words.ts';

/** `missing`: nothing was chosen yet, and it is said where. */
export type Choice = { readonly choice?: number } | 'missing';

/** How the person shows that they see the same as their browser. Answers what reads the choice. */
export type Match = () => Choice;

const PICK_ERROR = 'pick-error';

function pictureButton(picture: Picture): HTMLLabelElement {
  const name = sayPicture(pictureWords, picture);
  const input = make('input', { type: 'radio', name: 'picture', value: String(picture.number) });
  input.ariaLabel = name;
  input.addEventListener('change', () => say(find(PICK_ERROR, HTMLElement), undefined));
  return make('label', { title: name }, input, drawPicture(picture));
}

function pick(pictures: readonly Picture[]): Match {
  const place = find('pick-pictures', HTMLElement);
  const error = find(PICK_ERROR, HTMLElement);
  place.replaceChildren(...pictures.map(pictureButton));
  say(error, undefined);
  return () => {
    const picked = place.querySelector<HTMLInputElement>('input:checked');
    if (picked) return { choice: Number(picked.value) };
    say(error, words.missingPick);
    place.querySelector('input')?.focus();
    return 'missing';
  };
}

function number(): Match {
  const field = find('match-digits', HTMLInputElement);
  field.value = '';
  acceptField(field);
  field.oninput = () => {
    field.value = digitsOf(field.value, 2);
    acceptField(field);
  };
  return () => {
    if (field.value.length === 2) return { choice: Number(field.value) };
    refuseField(field, words.missingNumber);
    return 'missing';
  };
}

function compare([picture]: readonly Picture[]): Match {
  const shown = picture ? [drawPicture(picture), make('span', {}, sayPicture(pictureWords, picture))] : [];
  find('compare-picture', HTMLElement).replaceChildren(...shown);
  return () => ({});
}

/** Shows what this question needs. */
export function showMatch({ match, pictures = [] }: CardText): Match {
  for (const kind of ['pick', 'compare', 'number'] as const) {
    find(`match-${kind}`, HTMLElement).hidden = match !== kind;
  }
  if (match === 'pick') return pick(pictures);
  if (match === 'number') return number();
  if (match === 'compare') return compare(pictures);
  return () => ({});
}
