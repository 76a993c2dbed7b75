import type { BusyButton } from '../shared/busy-button.ts';
import { clockTime, fill } from '../shared/format.ts';
import type { Message } from '../shared/message.ts';
import { countDown } from '../shared/time-left.ts';
import { words } from './page-words.ts';

/** Counts down in the message how long to wait, and holds the button until then. */
export function waitFor(seconds: number, sentence: string, message: Message, button: BusyButton): void {
  const told = (left: number) => `${sentence} ${fill(words.waitLeft, { time: clockTime(left) })}`;
  button.hold();
  message.tell('bad', told(seconds));
  countDown(Date.now() + seconds * 1000, (left) => {
    if (left > 0) return message.update(told(left));
    button.release();
    message.tell('calm', words.waitOver);
  });
}
