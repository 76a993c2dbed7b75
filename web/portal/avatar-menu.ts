import { find } from '../shared/dom.ts';
import { chooseLanguage } from '../shared/languages.ts';

/** The menu behind the avatar (WAI-ARIA APG, menu button): arrows, Home, End, first letters, Escape, Tab. */
export interface AvatarMenu {
  close(): void;
}

const own = find('own', HTMLElement);
const button = find('avatar', HTMLButtonElement);
const popup = find('own-popup', HTMLElement);
const items = [...popup.querySelectorAll<HTMLElement>('[role^="menuitem"]')];

const focusItem = (index: number) => items.at(index % items.length)?.focus();
const here = () => items.findIndex((item) => item === document.activeElement);

function open(index: number): void {
  popup.hidden = false;
  button.ariaExpanded = 'true';
  focusItem(index);
}

function close(): void {
  popup.hidden = true;
  button.ariaExpanded = 'false';
}

function leave(): void {
  close();
  button.focus();
}

/** The next item that begins with this letter. */
function seek(letter: string): void {
  const ordered = [...items.slice(here() + 1), ...items.slice(0, here() + 1)];
  ordered.find(({ textContent }) => textContent?.trim().toLowerCase().startsWith(letter))?.focus();
}

const keys: Readonly<Record<string, () => void>> = {
  ArrowDown: () => focusItem(here() + 1),
  ArrowUp: () => focusItem(here() - 1),
  Home: () => focusItem(0),
  End: () => focusItem(-1),
  Escape: leave,
};

function onKey(event: KeyboardEvent): void {
  const act = keys[event.key];
  const isLetter = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (act) {
    event.preventDefault();
    act();
  } else if (isLetter) seek(event.key.toLowerCase());
}

/** Makes the menu work. */
export function enableAvatarMenu(): AvatarMenu {
  button.addEventListener('click', () => (popup.hidden ? open(0) : leave()));
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    open(event.key === 'ArrowDown' ? 0 : -1);
  });
  popup.addEventListener('keydown', onKey);
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
