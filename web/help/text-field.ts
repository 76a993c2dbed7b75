import { find, say } from '../shared/dom.ts';

type TextField = HTMLInputElement | HTMLTextAreaElement;

const MOST_CHARACTERS = 4000;

/** Says under a field what is wrong with it, and takes the focus there: so it is announced once. */
export function refuse(field: TextField, sentence: string): void {
  say(find(`${field.id}-error`, HTMLElement), sentence);
  field.ariaInvalid = 'true';
  field.focus();
}

/** Takes the error away, if the field can have one. */
export function accept(field: TextField): void {
  const place = document.getElementById(`${field.id}-error`);
  if (place) say(place, undefined);
  field.removeAttribute('aria-invalid');
}

/** Whether something is typed, and not too much; says so where it is not. */
export function isFilled(field: TextField, missing: string, tooLong = missing): boolean {
  accept(field);
  if (field.value.trim() === '' || (field.type === 'email' && !field.validity.valid)) refuse(field, missing);
  else if ([...field.value].length > MOST_CHARACTERS) refuse(field, tooLong);
  else return true;
  return false;
}
