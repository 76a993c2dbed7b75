import { announce } from './announce.ts';
import { find, within } from './dom.ts';
import { formWords } from './form-words.ts';

/** Show and hide, with a spoken state, for one field or for two that hold the same. Returns what hides them again. */
export function enableToggle(toggle: HTMLButtonElement, ...inputs: readonly HTMLInputElement[]): () => void {
  let shown = false;
  const show = (value: typeof shown) => {
    shown = value;
    for (const input of inputs) input.type = shown ? 'text' : 'password';
    toggle.ariaLabel = shown ? formWords.hidePassword : formWords.showPassword;
    toggle.classList.toggle('shown', shown);
  };
  toggle.addEventListener('click', () => {
    show(!shown);
    announce(shown ? formWords.passwordShown : formWords.passwordHidden);
  });
  return () => show(false);
}

/** Hints that Caps Lock is on while somebody types into the field; `hint` is the id of the hint's place. */
export function noticeCapsLock(input: HTMLInputElement, hint: string): void {
  const capsLock = within(find(hint, HTMLElement), 'span', HTMLElement);
  const notice = (event: Event) => {
    // Autofill sends key events that are no KeyboardEvent.
    if (event instanceof KeyboardEvent) capsLock.hidden = !event.getModifierState('CapsLock');
  };
  input.addEventListener('keydown', notice);
  input.addEventListener('keyup', notice);
  input.addEventListener('blur', () => {
    capsLock.hidden = true;
  });
}
