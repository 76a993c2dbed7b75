import type { CodeStep } from '../../lambdas/http/answers/steps.ts';
import { announce } from '../shared/announce.ts';
import type { Outcome, Problem } from '../shared/api.ts';
import { type BusyButton, busyButton } from '../shared/busy-button.ts';
import { refusedCode } from '../shared/code-refusal.ts';
import { correctTimes } from '../shared/code-times.ts';
import { acceptField, refuseField } from '../shared/field-error.ts';
import { formWords, problems } from '../shared/form-words.ts';
import { type Message, messageAt } from '../shared/message.ts';
import { isOutcomeUnknown, problemSentence } from '../shared/problem-words.ts';
import { type Submission, submissionOf } from '../shared/submission.ts';
import { everySecond } from '../shared/time-left.ts';
import { waitFor } from '../shared/wait.ts';
import { CODE_DIGITS, type CodeEntry, enterCode, noCode } from '../sign-in/code-entry.ts';
import { type CodePage, codePage } from '../sign-in/code-page.ts';
import { type CodeState, codeStateOf, viewCode } from '../sign-in/code-state.ts';
import { words } from '../sign-in/page-words.ts';

type Answered = Submission<{ readonly flow: string; readonly code: string }>;

/** What a code is for. */
export interface Occasion {
  /** Answers the code; undefined when that was well and the page has gone on. */
  answer(submission: Answered): Promise<Problem | undefined>;
  send(flow: string, channel: CodeStep['channel']): Promise<Outcome<CodeStep>>;
  /** It is over, and the sentence says why. */
  ended(sentence: string): void;
}

export interface CodeForm {
  open(step: CodeStep, occasion: Occasion): void;
  close(): void;
}

/** After these the flow is of no more use. */
const ENDS: readonly Problem['code'][] = [
  'flow-ended',
  'flow-mismatch',
  'factor-closed',
  'confirmation-needed',
  'address-taken',
];

/** The form as it stands. */
interface Form {
  readonly page: CodePage;
  readonly message: Message;
  readonly button: BusyButton;
  /** Absent while the form is closed. */
  open: { state: CodeState; readonly occasion: Occasion; unanswered?: Answered; hasAskedFirst?: true } | undefined;
  entry: CodeEntry;
  stopClock: () => void;
}

function close(form: Form): void {
  form.stopClock();
  form.open = undefined;
  form.page.section.hidden = true;
  form.message.clear();
}

function end(form: Form, sentence: string): void {
  const occasion = form.open?.occasion;
  close(form);
  occasion?.ended(sentence);
}

function show(form: Form): void {
  const { open } = form;
  if (!open) return;
  const view = viewCode(open.state, Date.now(), words);
  if (view.flowEnded) {
    end(form, problems['flow-ended']);
    return;
  }
  form.page.show(view);
  if (!view.owesFirst || open.hasAskedFirst) return;
  open.hasAskedFirst = true;
  void send(form, 'same');
}

function empty(form: Form): void {
  form.page.input.value = '';
  form.entry = noCode;
  acceptField(form.page.input);
}

/** Tells what went wrong, where the person looks for it. */
function tell(form: Form, problem: Problem): void {
  if (!form.open) return;
  const { page, message, button } = form;
  const sentence = problemSentence(problem, problems);
  const { code, triesLeft, retryAfterSeconds } = problem;
  form.open.state = correctTimes(form.open.state, problem, Date.now());
  show(form);
  if (ENDS.includes(code)) end(form, sentence);
  else if (code === 'code-refused' && triesLeft === 0) end(form, words.triesGone);
  else if (code === 'code-refused') refuseField(page.input, refusedCode(words.codeRefused, triesLeft));
  else if (code === 'code-expired') refuseField(page.input, sentence);
  else if (retryAfterSeconds === undefined || code === 'send-too-soon') message.tell('bad', sentence);
  else waitFor(retryAfterSeconds, sentence, message, button);
}

async function submit(form: Form): Promise<void> {
  const { open, entry, page } = form;
  if (!open) return;
  if (entry.digits.length < CODE_DIGITS) return refuseField(page.input, words.codeIncomplete);
  form.message.clear();
  open.unanswered = submissionOf({ flow: open.state.flow, code: entry.digits }, open.unanswered);
  const problem = await open.occasion.answer(open.unanswered);
  if (problem === undefined || form.open !== open) return;
  if (!isOutcomeUnknown(problem)) delete open.unanswered;
  tell(form, problem);
}

async function send(form: Form, to: 'same' | 'other'): Promise<void> {
  const { open } = form;
  if (!open) return;
  const { flow, channel: same } = open.state;
  const view = viewCode(open.state, Date.now(), words);
  const channel = to === 'same' ? same : view.otherChannel;
  if (!view.mayResend || channel === undefined) return;
  open.state = { ...open.state, sending: true };
  show(form);
  const outcome = await open.occasion.send(flow, channel);
  if (form.open !== open) return;
  open.state = { ...open.state, sending: false };
  if (!outcome.ok) return tell(form, outcome.problem);
  empty(form);
  const isFirst = open.state.delivery === 'none';
  open.state = codeStateOf(outcome.answer, Date.now(), open.state);
  show(form);
  if (isFirst) return announce(form.page.sentTo.textContent ?? '');
  form.message.tell('calm', words.newCode);
  form.page.input.focus();
}

function listen(form: Form): void {
  const { page, button } = form;
  page.input.addEventListener('input', () => {
    form.entry = enterCode(form.entry, page.input.value, 'typed');
    if (page.input.value !== form.entry.digits) page.input.value = form.entry.digits;
    acceptField(page.input);
  });
  page.form.addEventListener('submit', (event) => {
    event.preventDefault();
    void button.run(formWords.checking, () => submit(form));
  });
  page.resend.addEventListener('click', () => void send(form, 'same'));
  page.sendNewOne.addEventListener('click', () => void send(form, 'same'));
  page.otherWay.addEventListener('click', () => void send(form, 'other'));
  page.startAgain.addEventListener('click', () => end(form, problems['no-sends-left']));
}

/** The form for a code, wherever in a change one is asked for. */
export function createCodeForm(): CodeForm {
  const page = codePage();
  const closed = { open: undefined, entry: noCode, stopClock: () => {} };
  const form: Form = { page, message: messageAt('code-message'), button: busyButton(page.submit), ...closed };
  listen(form);
  return {
    open(step, occasion) {
      form.stopClock();
      form.open = { state: codeStateOf(step, Date.now()), occasion };
      form.message.clear();
      empty(form);
      page.section.hidden = false;
      show(form);
      form.stopClock = everySecond(() => show(form));
      page.input.focus();
    },
    close: () => close(form),
  };
}
