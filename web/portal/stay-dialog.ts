import type { Problem } from '../shared/api.ts';
import { type BusyButton, busyButton } from '../shared/busy-button.ts';
import { find, pageLocale, say, within } from '../shared/dom.ts';
import { clockTime, plural } from '../shared/format.ts';
import { secondsUntil } from '../shared/time-left.ts';
import { words } from './page-words.ts';
import { isSpoken } from './session-clock.ts';

/** What ends the session: nothing happens, or its time is up and nothing makes it longer. */
type Cause = 'idle' | 'end';

/** The question whether somebody is still there, with a count-down. */
export interface StayDialog {
  readonly isOpen: boolean;
  /** Shows it for this end, or corrects the end that it shows. */
  open(at: number, cause: Cause): void;
  close(): void;
}

interface Ways {
  /** The person is there. The problem that stands in the way, if one does. */
  readonly stay: () => Promise<Problem | undefined>;
  readonly signOut: () => Promise<void>;
}

/** Shows how long is left; speaks at some moments only. The ticks fall on whole seconds before the end, so tabs agree. */
function countDownTo(at: number): () => void {
  const [left, announcer] = [find('stay-left', HTMLElement), find('stay-announcer', HTMLElement)];
  const title = document.title;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tick = () => {
    const now = Date.now();
    const seconds = secondsUntil(at, now);
    left.textContent = clockTime(seconds);
    document.title = `(${clockTime(seconds)}) ${title}`;
    if (isSpoken(seconds)) announcer.textContent = plural(words.secondsLeft, seconds, pageLocale());
    if (seconds > 0) timer = setTimeout(tick, (at - now) % 1000 || 1000);
  };
  tick();
  return () => {
    clearTimeout(timer);
    document.title = title;
    announcer.textContent = '';
  };
}

/** Prepares the dialog. */
export function createStayDialog({ stay, signOut }: Ways): StayDialog {
  const dialog = find('stay', HTMLDialogElement);
  const message = find('stay-message', HTMLElement);
  const out = busyButton(find('stay-out', HTMLButtonElement));
  let shown: { readonly at: number; readonly cause: Cause; readonly stop: () => void } | undefined;
  let button: BusyButton | undefined;
  /** The end that the person has been told of and that nothing can move. */
  let told: number | undefined;

  const close = () => {
    shown?.stop();
    shown = undefined;
    if (dialog.open) dialog.close();
  };
  const open = (at: number, cause: Cause) => {
    if (at === told || (shown?.at === at && shown.cause === cause)) return;
    shown?.stop();
    if (shown?.cause !== cause) button = prepare(cause);
    say(message, undefined);
    shown = { at, cause, stop: countDownTo(at) };
    if (dialog.open) return;
    dialog.showModal();
    find('stay-on', HTMLButtonElement).focus();
  };
  const goOn = async () => {
    if (shown?.cause === 'end') {
      told = shown.at;
      return close();
    }
    const problem = await stay();
    if (problem !== undefined) say(message, words.unreachable);
  };
  listen(
    () => void button?.run(words.staying, goOn),
    // It comes back only when it was in vain.
    () => void out.run(words.signingOut, signOut).then(() => say(message, words.stillSignedIn)),
  );
  return {
    get isOpen() {
      return shown !== undefined;
    },
    open,
    close,
  };
}

/** Escape is the answer of somebody who is there. */
function listen(stay: () => void, signOut: () => void): void {
  find('stay-on', HTMLButtonElement).addEventListener('click', stay);
  find('stay-out', HTMLButtonElement).addEventListener('click', signOut);
  find('stay', HTMLDialogElement).addEventListener('cancel', (event) => {
    event.preventDefault();
    stay();
  });
}

/** Says what ends, and what can be done. */
function prepare(cause: Cause): BusyButton {
  const { heading, text, go } = words.stay[cause];
  find('stay-heading', HTMLElement).textContent = heading;
  find('stay-text', HTMLElement).textContent = text;
  const stayButton = find('stay-on', HTMLButtonElement);
  within(stayButton, 'span', HTMLSpanElement).textContent = go;
  return busyButton(stayButton);
}
