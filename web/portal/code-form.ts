import type { CodeStep } from '../../lambdas/http/answers/steps.ts';
import type { Outcome, Problem } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find, pageLocale } from '../shared/dom.ts';
import { acceptField, refuseField } from '../shared/field-error.ts';
import { formWords, problems } from '../shared/form-words.ts';
import { plural } from '../shared/format.ts';
import { messageAt } from '../shared/message.ts';
import { isOutcomeUnknown, problemSentence } from '../shared/problem-words.ts';
import { type Submission, submissionOf } from '../shared/submission.ts';
import { everySecond } from '../shared/time-left.ts';
import { waitFor } from '../shared/wait.ts';
import { CODE_DIGITS, enterCode, noCode } from '../sign-in/code-entry.ts';
import { codePage } from '../sign-in/code-page.ts';
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

/** The form for a code, wherever in a change one is asked for. */
export function createCodeForm(): CodeForm {
  const page = codePage();
  const message = messageAt('code-message');
  const button = busyButton(page.submit);
  let open: { state: CodeState; readonly occasion: Occasion; unanswered?: Answered } | undefined;
  let entry = noCode;
  let stopClock = () => {};

  const close = () => {
    stopClock();
    open = undefined;
    page.section.hidden = true;
    message.clear();
  };
  const end = (sentence: string) => {
    const occasion = open?.occasion;
    close();
    occasion?.ended(sentence);
  };
  const show = () => {
    if (!open) return;
    const view = viewCode(open.state, Date.now(), words);
    if (view.flowEnded) end(problems['flow-ended']);
    else page.show(view);
  };
  const empty = () => {
    page.input.value = '';
    entry = noCode;
    acceptField(page.input);
  };
  const tell = (problem: Problem) => {
    const sentence = problemSentence(problem, problems);
    const { code, triesLeft, retryAfterSeconds } = problem;
    if (ENDS.includes(code)) return end(sentence);
    if (code === 'code-refused' && triesLeft === 0) return end(words.triesGone);
    if (code === 'code-refused' && triesLeft !== undefined) {
      return refuseField(page.input, plural(words.codeRefused, triesLeft, pageLocale()));
    }
    if (code === 'code-refused' || code === 'code-expired') return refuseField(page.input, sentence);
    if (retryAfterSeconds === undefined || code === 'send-too-soon') return message.tell('bad', sentence);
    waitFor(retryAfterSeconds, sentence, message, button);
  };
  const submit = async () => {
    if (!open) return;
    if (entry.digits.length < CODE_DIGITS) return refuseField(page.input, words.codeIncomplete);
    message.clear();
    const submission = submissionOf({ flow: open.state.flow, code: entry.digits }, open.unanswered);
    open.unanswered = submission;
    const problem = await open.occasion.answer(submission);
    if (problem === undefined || !open) return;
    if (!isOutcomeUnknown(problem)) delete open.unanswered;
    tell(problem);
  };
  const send = async (to: 'same' | 'other') => {
    if (!open) return;
    const { state, occasion } = open;
    const view = viewCode(state, Date.now(), words);
    const channel = to === 'same' ? state.channel : view.otherChannel;
    if (!view.mayResend || channel === undefined) return;
    open.state = { ...state, sending: true };
    show();
    const outcome = await occasion.send(state.flow, channel);
    if (open?.state.flow !== state.flow) return;
    open.state = { ...open.state, sending: false };
    if (!outcome.ok) {
      show();
      return tell(outcome.problem);
    }
    empty();
    open.state = codeStateOf(outcome.answer, Date.now(), open.state);
    show();
    message.tell('calm', words.newCode);
    page.input.focus();
  };
  page.input.addEventListener('input', () => {
    entry = enterCode(entry, page.input.value, 'typed');
    if (page.input.value !== entry.digits) page.input.value = entry.digits;
    acceptField(page.input);
  });
  page.form.addEventListener('submit', (event) => {
    event.preventDefault();
    void button.run(formWords.checking, submit);
  });
  page.resend.addEventListener('click', () => void send('same'));
  page.sendNewOne.addEventListener('click', () => void send('same'));
  page.otherWay.addEventListener('click', () => void send('other'));
  page.startAgain.addEventListener('click', () => end(problems['no-sends-left']));
  return {
    open(step, occasion) {
      stopClock();
      open = { state: codeStateOf(step, Date.now()), occasion };
      message.clear();
      empty();
      page.section.hidden = false;
      show();
      stopClock = everySecond(show);
      find('code', HTMLInputElement).focus();
    },
    close,
  };
}
