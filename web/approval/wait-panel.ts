import type { PhoneStep } from '../../lambdas/http/answers/phones.ts';
import type { Words } from '../../locales/pages/words.ts';
import { drawPicture } from '../pictures/draw.ts';
import { sayPicture } from '../pictures/words.ts';
import { find, say } from '../shared/dom.ts';
import { clockTime, fill } from '../shared/format.ts';
import { everySecond, secondsUntil } from '../shared/time-left.ts';
import type { WaitWords } from './wait-words.ts';

/** The picture with what to do, the time left, and how it ended. */
export interface WaitPanel {
  /** Shows where the question stands; each new state takes the focus to its heading. */
  show(step: PhoneStep): void;
  hide(): void;
}

/** What is asked: words differ between a sign-in and a confirmation. */
export type Asked = keyof Words['phoneWait']['accepted'];

type Texts = { readonly heading: string; readonly text: string };

/** What to do now, or what became of it. */
function textsOf(step: PhoneStep, asked: Asked, match: string, { wait }: WaitWords): Texts {
  const { state, person, picture } = step;
  if (state === 'scanned') {
    return { heading: fill(wait.scannedHeading, { person: person ?? '' }), text: wait.scanned };
  }
  if (state === 'accepted') return { heading: wait.acceptedHeading, text: wait.accepted[asked] };
  if (state === 'scan' || state === 'compare') {
    const todo: Readonly<Record<string, string>> = picture ? wait.todo : {};
    return { heading: wait.heading, text: fill(todo[match] ?? wait.todo.none, { number: picture?.number ?? '' }) };
  }
  return wait.ends[state];
}

/** Prepares the panel; `timeOver` is called when the phone's time is over, for the server to say so. */
export function createWaitPanel(words: WaitWords, asked: Asked, timeOver: () => void): WaitPanel {
  const section = find('phone-wait', HTMLElement);
  const heading = find('phone-wait-heading', HTMLElement);
  const left = find('phone-wait-left', HTMLElement);
  const place = find('phone-picture', HTMLElement);
  const again = find('phone-again', HTMLButtonElement);
  let shown: string | undefined;
  let endsAt: number | undefined;
  let stopClock = () => {};

  const tick = () => {
    if (endsAt === undefined) return;
    const seconds = secondsUntil(endsAt, Date.now());
    say(left, fill(words.wait.timeLeft, { time: clockTime(seconds) }));
    if (seconds > 0) return;
    endsAt = undefined;
    timeOver();
  };
  const showPicture = ({ picture, state }: PhoneStep) => {
    const isShown = picture !== undefined && state === 'compare';
    if (isShown) place.replaceChildren(drawPicture(picture));
    place.hidden = !isShown;
    say(find('phone-picture-words', HTMLElement), isShown ? sayPicture(words.pictures, picture) : undefined);
  };
  return {
    show(step) {
      const waits = step.state === 'compare' || step.state === 'scanned';
      endsAt = waits && step.endsInSeconds !== undefined ? Date.now() + step.endsInSeconds * 1000 : undefined;
      say(left, undefined);
      tick();
      const key = `${step.flow} ${step.state} ${step.picture?.number}`;
      if (shown === key) return;
      shown = key;
      const { heading: title, text } = textsOf(step, asked, section.dataset.match ?? '', words);
      say(heading, title);
      say(find('phone-wait-text', HTMLElement), text);
      showPicture(step);
      again.className = waits ? 'link' : 'button';
      again.hidden = step.state === 'accepted';
      section.hidden = false;
      stopClock();
      stopClock = everySecond(tick);
      heading.focus();
    },
    hide() {
      stopClock();
      shown = undefined;
      place.replaceChildren();
      section.hidden = true;
    },
  };
}
