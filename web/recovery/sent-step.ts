import { find } from '../shared/dom.ts';
import { showStep } from '../shared/step.ts';
import type { AskStep } from './ask-step.ts';

/** Says that whatever there was to send has been sent, in place of the first step; it leads back there. */
export function createSentStep(ask: AskStep): { readonly open: () => void } {
  const section = find('sent-step', HTMLElement);
  find('ask-again', HTMLButtonElement).addEventListener('click', () => {
    section.hidden = true;
    ask.openToChange();
  });
  return {
    open() {
      ask.close();
      showStep(section);
    },
  };
}
