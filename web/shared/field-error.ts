import { find, say } from './dom.ts';

/** Says under a field what is wrong with it, and leaves the focus where it is. */
export function faultField(input: HTMLInputElement, sentence: string): void {
  say(find(`${input.id}-error`, HTMLElement), sentence);
  input.ariaInvalid = 'true';
}

/** Says under a field what is wrong with it, and takes the focus there: so it is announced once. */
export function refuseField(input: HTMLInputElement, sentence: string): void {
  faultField(input, sentence);
  input.focus();
  input.select();
}

/** Takes the error away. */
export function acceptField(input: HTMLInputElement): void {
  say(find(`${input.id}-error`, HTMLElement), undefined);
  input.removeAttribute('aria-invalid');
}
