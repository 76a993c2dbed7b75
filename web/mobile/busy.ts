import { within } from '../shared/dom.ts';

/** Has the button say what it is doing until `work` is done. Screens take no press meanwhile. */
export async function whileBusy<Result>(
  button: HTMLButtonElement,
  label: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const text = within(button, 'span', HTMLSpanElement);
  const resting = text.textContent ?? '';
  const show = (state: 'busy' | 'resting') => {
    text.textContent = state === 'busy' ? label : resting;
    button.setAttribute('aria-disabled', String(state === 'busy'));
    button.classList.toggle('busy', state === 'busy');
  };
  show('busy');
  try {
    return await work();
  } finally {
    show('resting');
  }
}
