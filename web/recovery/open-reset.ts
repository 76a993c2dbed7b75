import type { ResetStep } from '../../lambdas/http/answers/steps.ts';
import { announce } from '../shared/announce.ts';
import { type BusyButton, busyButton } from '../shared/busy-button.ts';
import { acceptField } from '../shared/field-error.ts';
import { formWords, problems } from '../shared/form-words.ts';
import type { Hint } from '../shared/hints.ts';
import { type Message, messageAt } from '../shared/message.ts';
import { createNewPassword, type NewPassword } from '../shared/new-password.ts';
import { type Pill, pillAt } from '../shared/pill.ts';
import type { Submission } from '../shared/submission.ts';
import { everySecond } from '../shared/time-left.ts';
import { type ResetPage, resetPage } from './reset-page.ts';
import { type ResetState, resetStateOf, viewReset } from './reset-state.ts';
import { words } from './reset-words.ts';

/** Where the Reset Password page leads, and what this tab remembers it by. */
export interface Ways {
  readonly hint: Hint;
  /** The password has been set. */
  readonly done: () => void;
  /** The flow is over, and the sentence says why. */
  readonly ended: (sentence: string) => void;
  /** The person wants to be somebody else. */
  readonly changed: () => void;
}

/** The Reset Password page as it stands: what the server told, what was typed, and the page that shows it. */
export interface OpenReset {
  readonly page: ResetPage;
  readonly message: Message;
  readonly button: BusyButton;
  readonly pill: Pill;
  readonly fields: NewPassword;
  readonly ways: Ways;
  /** Absent while the page is closed. */
  state: ResetState | undefined;
  /** The last submission that got no answer. */
  unanswered: Submission<{ readonly flow: string; readonly code: string; readonly password: string }> | undefined;
  stopClock: () => void;
}

/** The Reset Password page before any flow is open. */
export function openReset(ways: Ways): OpenReset {
  const page = resetPage();
  const pill = pillAt('change-identifier', () => {
    closeReset(reset);
    ways.changed();
  });
  const reset: OpenReset = {
    page,
    message: messageAt('reset-message'),
    button: busyButton(page.submit),
    pill,
    fields: createNewPassword(),
    ways,
    state: undefined,
    unanswered: undefined,
    stopClock: () => {},
  };
  return reset;
}

/** Shows the page as it is now; a flow whose time is over ends. */
export function showReset(reset: OpenReset): void {
  if (reset.state === undefined) return;
  const view = viewReset(reset.state, Date.now(), words, formWords.sending);
  if (view.flowEnded) {
    endReset(reset, problems['flow-ended']);
    return;
  }
  const expiresNow = view.expired && reset.page.timeLeft.textContent !== view.timeLeft;
  reset.page.show(view);
  if (expiresNow) announce(words.expired);
}

/** Takes over what the server told. */
export function receiveReset(reset: OpenReset, answer: ResetStep): void {
  reset.state = resetStateOf(answer, Date.now(), reset.state);
  showReset(reset);
}

/** Shows the page for a flow that has just begun, or goes on after a reload. Passwords typed before are still there. */
export function beginReset(reset: OpenReset, answer: ResetStep, identifier: string): void {
  const { page, ways } = reset;
  ways.hint.write(identifier);
  reset.pill.show(identifier);
  reset.fields.begin(identifier);
  page.section.hidden = false;
  emptyCode(reset);
  receiveReset(reset, answer);
  reset.stopClock = everySecond(() => showReset(reset));
  page.code.focus();
}

/** Makes room for another code. */
export function emptyCode({ page }: OpenReset): void {
  page.code.value = '';
  acceptField(page.code);
}

/** Takes the page away. */
export function closeReset(reset: OpenReset): void {
  reset.stopClock();
  reset.state = undefined;
  reset.page.section.hidden = true;
  reset.message.clear();
  reset.ways.hint.clear();
}

/** Takes the page away and tells why. */
export function endReset(reset: OpenReset, sentence: string): void {
  closeReset(reset);
  reset.ways.ended(sentence);
}
