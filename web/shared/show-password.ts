import { announce } from '../shared/announce.ts';
import { find, within } from '../shared/dom.ts';
import { words } from './page-words.ts';

/** Show and hide, with a spoken state, and the hint that Caps Lock is on. Returns what hides the password again. */
export function enablePasswordField(): () => void {
  const input = find('password', HTMLInputElement);
  const toggle = find('password-toggle', HTMLButtonElement);
  const capsLock = within(find('caps-lock', HTMLElement), 'span', HTMLElement);

  const show = (shown: boolean) => {
    input.type = shown ? 'text' : 'password';
    toggle.ariaLabel = shown ? words.hidePassword : words.showPassword;
    toggle.classList.toggle('shown', shown);
  };
  toggle.addEventListener('click', () => {
    const shown = input.type === 'password';
    show(shown);
    announce(shown ? words.passwordShown : words.passwordHidden);
  });

  const noticeCapsLock = (event: Event) => {
    // Autofill sends key events that are no KeyboardEvent.
    if (event instanceof KeyboardEvent) capsLock.hidden = !event.getModifierState('CapsLock');
  };
  input.addEventListener('keydown', noticeCapsLock);
  input.addEventListener('keyup', noticeCapsLock);
  input.addEventListener('blur', () => {
    capsLock.hidden = true;
  });
  return () => show(false);
}
