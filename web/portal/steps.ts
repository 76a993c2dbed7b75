import { find } from '../shared/dom.ts';
import { type Message, messageAt } from '../shared/message.ts';

/** The overview of a page, or in its place one step of a change. */
export interface Steps {
  /** Shows the step with this id alone. */
  show(id: string): void;
  /** Back to what there is, with what there is to tell. */
  close(tone?: 'bad' | 'calm', sentence?: string): void;
}

/** Prepares the steps; `ended` is called whenever none is shown any longer. */
export function createSteps(ids: readonly string[], ended: () => void): Steps {
  const message: Message = messageAt('overview-message');
  const all = ['overview', ...ids];
  const show = (wanted: string) => {
    for (const id of all) find(id, HTMLElement).hidden = id !== wanted;
  };
  const close: Steps['close'] = (tone, sentence) => {
    ended();
    show('overview');
    message.clear();
    find('welcome', HTMLElement).focus();
    if (tone !== undefined && sentence !== undefined) message.tell(tone, sentence);
  };
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-cancel]')) {
    button.addEventListener('click', () => close());
  }
  return {
    show(id) {
      message.clear();
      show(id);
    },
    close,
  };
}
