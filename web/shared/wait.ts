import type { BusyButton } from './busy-button.ts';
import { formWords } from './form-words.ts';
import { clockTime, fill } from './format.ts';
import type { Message } from './message.ts';
import { countDown } from './time-left.ts';

/** Counts down in the message how long to wait, and holds the button until then. */
export function waitFor(seconds: number, sentence: string, message: Message, button: BusyButton): void {
  const told = (left: number) => `${sentence} ${fill(formWords.waitLeft, { time: clockTime(left) })}`;
  button.hold();
  message.tell('bad', told(seconds));
  countDown(Date.now() + seconds * 1000, (left) => {
    if (left > 0) return message.update(told(left));
    button.release();
    message.tell('calm', formWords.waitOver);
  });
}
