import { find } from '../shared/dom.ts';
import { type Message, messageAt } from '../shared/message.ts';
import { showStep } from '../shared/step.ts';

const SCREENS = [
  'home',
  'scan',
  'choose',
  'unable',
  'install',
  'enrol',
  'new-pin',
  'finger',
  'number',
  'card',
  'unlock',
  'result',
  'profile',
  'rename',
  'removal',
] as const;

type ScreenName = (typeof SCREENS)[number];

/** A screen while it is shown. */
export interface Screen {
  readonly section: HTMLElement;
  /** The sentence below its heading. */
  readonly message: Message;
  /** Aborted when another screen takes its place. */
  readonly left: AbortSignal;
  /** The next press of one of its buttons: what that button answers, and the button. */
  readonly press: () => Promise<Press>;
}

export interface Press {
  readonly answer: string;
  readonly button: HTMLButtonElement;
}

let leaving = new AbortController();

/** Shows a screen alone, with its heading as the place where reading begins. */
export function showScreen(name: ScreenName): Screen {
  leaving.abort();
  leaving = new AbortController();
  const { signal: left } = leaving;
  for (const other of SCREENS) find(other, HTMLElement).hidden = true;
  const section = find(name, HTMLElement);
  const message = messageAt(`${name}-message`);
  message.clear();
  showStep(section);
  scrollTo(0, 0);
  return { section, message, left, press: () => nextPress(section, left) };
}

/** Never settles once the screen has been left. */
function nextPress(section: HTMLElement, left: AbortSignal): Promise<Press> {
  return new Promise((resolve) => {
    const listen = ({ target }: Event) => {
      const button = target instanceof Element ? target.closest('[data-answer]') : null;
      if (!(button instanceof HTMLButtonElement)) return;
      section.removeEventListener('click', listen);
      resolve({ answer: button.dataset.answer ?? '', button });
    };
    section.addEventListener('click', listen, { signal: left });
  });
}
