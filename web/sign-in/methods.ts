import { find } from '../shared/dom.ts';

const METHODS = ['mobile', 'password'] as const;
type Method = (typeof METHODS)[number];

const tabOf = (method: Method) => find(`${method}-tab`, HTMLButtonElement);

function choose(chosen: Method): void {
  for (const method of METHODS) {
    const isChosen = method === chosen;
    tabOf(method).ariaSelected = String(isChosen);
    tabOf(method).tabIndex = isChosen ? 0 : -1;
    find(`${method}-panel`, HTMLElement).hidden = !isChosen;
  }
}

/** Makes the choice of method work by pointer and by arrow keys, as tabs do (ARIA Authoring Practices). */
export function enableMethods(): void {
  METHODS.forEach((method, index) => {
    const next = METHODS[(index + 1) % METHODS.length] ?? method;
    tabOf(method).addEventListener('click', () => choose(method));
    tabOf(method).addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      event.preventDefault();
      choose(next);
      tabOf(next).focus();
    });
  });
  find('use-password', HTMLButtonElement).addEventListener('click', () => {
    choose('password');
    find('identifier', HTMLInputElement).focus();
  });
}
