import { find, within } from '../shared/dom.ts';

const METHODS = ['mobile', 'password'] as const;
export type Method = (typeof METHODS)[number];

const tabOf = (method: Method) => find(`${method}-tab`, HTMLButtonElement);
/** In which form the field for the user name stands: there is one, so that what was typed is kept. */
const FORMS = { mobile: 'phone-form', password: 'start-form' } as const;

function show(chosen: Method): void {
  for (const method of METHODS) {
    const isChosen = method === chosen;
    tabOf(method).ariaSelected = String(isChosen);
    tabOf(method).tabIndex = isChosen ? 0 : -1;
    find(`${method}-panel`, HTMLElement).hidden = !isChosen;
  }
  const field = find('identifier', HTMLElement).closest('.field');
  const form = document.getElementById(FORMS[chosen]);
  if (!field || !form || form.contains(field)) return;
  if (chosen === 'password') form.prepend(field);
  else within(form, 'button', HTMLButtonElement).before(field);
}

export interface Methods {
  choose(method: Method): void;
}

/** Makes the choice of method work by pointer and by arrow keys, as tabs do (ARIA Authoring Practices). */
export function enableMethods(chosen: (method: Method) => void): Methods {
  let current: Method = 'password';
  const choose = (method: Method) => {
    if (method === current) return;
    current = method;
    show(method);
    chosen(method);
  };
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
  return { choose };
}
