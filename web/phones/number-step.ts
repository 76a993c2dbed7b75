import type { EnrolmentStep } from '../../lambdas/http/answers/phones.ts';
import type { Problem } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { digitsOf } from '../shared/digits.ts';
import { find, say } from '../shared/dom.ts';
import { acceptField, refuseField } from '../shared/field-error.ts';
import { formWords, problems } from '../shared/form-words.ts';
import { clockTime, fill } from '../shared/format.ts';
import { messageAt } from '../shared/message.ts';
import { problemSentence } from '../shared/problem-words.ts';
import { randomKey } from '../shared/submission.ts';
import { everySecond, secondsUntil } from '../shared/time-left.ts';
import { words } from './page-words.ts';

const DIGITS = 2;

interface Typed {
  readonly body: { readonly flow: string; readonly number: number };
  readonly idempotencyKey: string;
}

/** Asks for the number that the phone shows: there is one try. */
export interface NumberStep {
  show(step: EnrolmentStep, how: { readonly isNew: boolean }): void;
  /** Gets what was typed; answers a problem after which the same may be sent again. */
  onSubmit(submit: (typed: Typed) => Promise<Problem | undefined>): void;
  onTimeOver(listener: () => void): void;
  close(): void;
}

/** Prepares the step. */
export function createNumberStep(): NumberStep {
  const input = find('phone-number', HTMLInputElement);
  const message = messageAt('activate-number-message');
  const button = busyButton(find('phone-number-submit', HTMLButtonElement));
  let flow = '';
  let endsAt = 0;
  let unanswered: Typed | undefined;
  let submit: (typed: Typed) => Promise<Problem | undefined> = async () => undefined;
  let timeOver = () => {};
  let stopClock = () => {};

  const tick = () => {
    const left = secondsUntil(endsAt, Date.now());
    say(find('activate-number-left', HTMLElement), fill(words.numberLeft, { time: clockTime(left) }));
    if (left === 0) timeOver();
  };
  input.addEventListener('input', () => {
    const digits = digitsOf(input.value, DIGITS);
    if (input.value !== digits) input.value = digits;
    acceptField(input);
  });
  find('phone-number-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void button.run(formWords.checking, async () => {
      if (input.value.length < DIGITS) return refuseField(input, words.missingNumber);
      message.clear();
      const number = Number(input.value);
      // The key stays while the number does: what was taken before its answer got lost is recognised.
      const idempotencyKey = unanswered?.body.number === number ? unanswered.idempotencyKey : randomKey();
      unanswered = { body: { flow, number }, idempotencyKey };
      const problem = await submit(unanswered);
      if (problem) message.tell('bad', problemSentence(problem, problems));
    });
  });
  return {
    show({ flow: own, phone, endsInSeconds }, { isNew }) {
      flow = own;
      endsAt = Date.now() + endsInSeconds * 1000;
      say(find('activate-ready', HTMLElement), fill(words.ready, { phone: phone ?? '' }));
      stopClock();
      stopClock = everySecond(tick);
      tick();
      if (!isNew) return;
      input.value = '';
      acceptField(input);
      message.clear();
      input.focus();
    },
    onSubmit(listener) {
      submit = listener;
    },
    onTimeOver(listener) {
      timeOver = listener;
    },
    close() {
      stopClock();
      unanswered = undefined;
      input.value = '';
    },
  };
}
