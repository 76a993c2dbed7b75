import type { CodeStep as Answer } from '../../lambdas/http/answers/steps.ts';
import { announce } from '../shared/announce.ts';
import { type BusyButton, busyButton } from '../shared/busy-button.ts';
import { acceptField } from '../shared/field-error.ts';
import { problems } from '../shared/form-words.ts';
import { openFlowHint } from '../shared/hints.ts';
import { type Message, messageAt } from '../shared/message.ts';
import { type Pill, pillAt } from '../shared/pill.ts';
import type { Submission } from '../shared/submission.ts';
import { everySecond } from '../shared/time-left.ts';
import { type CodeEntry, noCode } from './code-entry.ts';
import { type CodePage, codePage } from './code-page.ts';
import { type CodeState, codeStateOf, viewCode } from './code-state.ts';
import { words } from './page-words.ts';

/** Where the code step leads. */
export interface Ways {
  /** The person is in; the page is about to be left. */
  readonly done: () => Promise<never>;
  /** The flow is over, and the sentence says why. */
  readonly ended: (sentence: string) => void;
  /** The person wants to be somebody else. */
  readonly changed: () => void;
}

/** The code step as it stands: what the server told, what was typed, and the page that shows it. */
export interface OpenCode {
  readonly page: CodePage;
  readonly message: Message;
  readonly button: BusyButton;
  readonly pill: Pill;
  readonly ways: Ways;
  /** Absent while the step is closed. */
  state: CodeState | undefined;
  entry: CodeEntry;
  /** The last submission that got no answer. */
  unanswered: Submission<{ readonly flow: string; readonly code: string }> | undefined;
  stopClock: () => void;
  /** Asks for the first code; called once. */
  askFirst: () => void;
  hasAskedFirst: boolean;
}

/** The code step before any flow is open. */
export function openCode(ways: Ways): OpenCode {
  const page = codePage();
  const message = messageAt('code-message');
  const button = busyButton(page.submit);
  const pill = pillAt('change-identifier', () => {
    closeCode(code);
    ways.changed();
  });
  const silent = { stopClock: () => {}, askFirst: () => {}, hasAskedFirst: false };
  const nothing = { state: undefined, entry: noCode, unanswered: undefined, ...silent };
  const code: OpenCode = { page, message, button, pill, ways, ...nothing };
  return code;
}

/** Shows the step as it is now; a flow whose time is over ends. */
export function showCode(code: OpenCode): void {
  if (code.state === undefined) return;
  const view = viewCode(code.state, Date.now(), words);
  if (view.flowEnded) {
    endCode(code, problems['flow-ended']);
    return;
  }
  const expiresNow = view.expired && code.page.timeLeft.textContent !== view.timeLeft;
  code.page.show(view);
  if (expiresNow) announce(words.expired);
  if (!view.owesFirst || code.hasAskedFirst) return;
  code.hasAskedFirst = true;
  code.askFirst();
}

/** Takes over what the server told. */
export function receiveCode(code: OpenCode, answer: Answer): void {
  const failedBefore = code.state?.delivery === 'failed';
  code.state = codeStateOf(answer, Date.now(), code.state);
  showCode(code);
  if (answer.delivery !== 'failed' || failedBefore) return;
  // No longer on its way.
  code.message.clear();
  announce(code.page.sentTo.textContent ?? '');
}

/** Shows the step for a flow that has just begun, or goes on after a reload. */
export function beginCode(code: OpenCode, answer: Answer, identifier: string): void {
  const { page } = code;
  openFlowHint.write(identifier);
  code.pill.show(identifier);
  page.section.hidden = false;
  code.hasAskedFirst = false;
  emptyCode(code);
  receiveCode(code, answer);
  code.stopClock = everySecond(() => showCode(code));
  page.input.focus();
}

/** Makes room for another code. */
export function emptyCode(code: OpenCode): void {
  code.page.input.value = '';
  code.entry = noCode;
  acceptField(code.page.input);
}

/** Takes the step away. */
export function closeCode(code: OpenCode): void {
  code.stopClock();
  code.state = undefined;
  code.page.section.hidden = true;
  code.message.clear();
  openFlowHint.clear();
}

/** Takes the step away and tells why. */
export function endCode(code: OpenCode, sentence: string): void {
  closeCode(code);
  code.ways.ended(sentence);
}
