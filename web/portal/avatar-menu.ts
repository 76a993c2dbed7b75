import { find } from '../shared/dom.ts';
import { chooseLanguage } from '../shared/languages.ts';

/** The menu behind the avatar (WAI-ARIA APG, menu button): arrows, Home, End, first letters, Escape, Tab. */
export interface AvatarMenu {
  close(): void;
}

/** Makes the menu work. */
export function enableAvatarMenu(): AvatarMenu {
  const [own, button, popup] = [
    find('own', HTMLElement),
    find('avatar', HTMLButtonElement),
    find('own-popup', HTMLElement),
  ];
  const items = [...popup.querySelectorAll<HTMLElement>('[role^="menuitem"]')];

  const focusItem = (index: number) => items.at(index % items.length)?.focus();
  const open = (index: number) => {
    popup.hidden = false;
    button.ariaExpanded = 'true';
    focusItem(index);
  };
  const close = () => {
    popup.hidden = true;
    button.ariaExpanded = 'false';
  };
  const leave = () => {
    close();
    button.focus();
  };
  const seek = (letter: string) => {
    const here = items.findIndex((item) => item === document.activeElement);
    const ordered = [...items.slice(here + 1), ...items.slice(0, here + 1)];
    ordered.find(({ textContent }) => textContent?.trim().toLowerCase().startsWith(letter))?.focus();
  };
  const keys: Readonly<Record<string, (here: number) => void>> = {
    ArrowDown: (here) => focusItem(here + 1),
    ArrowUp: (here) => focusItem(here - 1),
    Home: () => focusItem(0),
    End: () => focusItem(-1),
    Escape: leave,
  };

  button.addEventListener('click', () => (popup.hidden ? open(0) : leave()));
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    open(event.key === 'ArrowDown' ? 0 : -1);
  });
  popup.addEventListener('keydown', (event) => {
    const act = keys[event.key];
    if (act) {
      event.preventDefault();
      act(items.findIndex((item) => item === document.activeElement));
    } else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey) {
      seek(event.key.toLowerCase());
    }
  });
  own.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !own.contains(relatedTarget)) close();
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Node && !own.contains(target)) close();
  });
  for (const item of popup.querySelectorAll<HTMLElement>('[data-locale]')) {
    item.addEventListener('click', () => chooseLanguage(item.dataset.locale ?? ''));
  }
  return { close };
}
