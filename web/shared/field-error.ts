import { find, say } from './dom.ts';

/** What people type into. */
type Field = HTMLInputElement | HTMLTextAreaElement;

/** Says under a field what is wrong with it, and leaves the focus where it is. */
export function faultField(input: Field, sentence: string): void {
  say(find(`${input.id}-error`, HTMLElement), sentence);
  input.ariaInvalid = 'true';
}

/** Says under a field what is wrong with it, and takes the focus there: so it is announced once. */
export function refuseField(input: Field, sentence: string): void {
  faultField(input, sentence);
  input.focus();
  // What was written at length is not typed over.
  if (input instanceof HTMLInputElement) input.select();
}

/** Takes the error away. */
export function acceptField(input: Field): void {
  say(find(`${input.id}-error`, HTMLElement), undefined);
  input.removeAttribute('aria-invalid');
}
