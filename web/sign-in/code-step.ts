import type { CodeStep as Answer } from '../../lambdas/http/answers/steps.ts';
import { announce } from '../shared/announce.ts';
import { ask } from '../shared/api.ts';
import { acceptField, refuseField } from '../shared/field-error.ts';
import { formWords, problems } from '../shared/form-words.ts';
import { isOutcomeUnknown } from '../shared/problem-words.ts';
import { submissionOf } from '../shared/submission.ts';
import { CODE_DIGITS, enterCode, submitsItself } from './code-entry.ts';
import { tellCodeProblem } from './code-problem.ts';
import { viewCode } from './code-state.ts';
import { watchDelivery } from './delivery.ts';
import {
  beginCode,
  closeCode,
  emptyCode,
  endCode,
  type OpenCode,
  openCode,
  receiveCode,
  showCode,
  type Ways,
} from './open-code.ts';
import { words } from './page-words.ts';

/** The second step: the code. */
export interface CodeStep {
  open(answer: Answer, identifier: string): void;
}

async function submitCode(code: OpenCode): Promise<void> {
  const { state, entry, page, ways } = code;
  if (state === undefined) return;
  if (entry.digits.length < CODE_DIGITS) return refuseField(page.input, words.codeIncomplete);
  code.message.clear();
  const submission = submissionOf({ flow: state.flow, code: entry.digits }, code.unanswered);
  code.unanswered = submission;
  const outcome = await ask('POST /api/sign-in/code', submission);
  if (outcome.ok) {
    closeCode(code);
    return ways.done();
  }
  if (!isOutcomeUnknown(outcome.problem)) code.unanswered = undefined;
  tellCodeProblem(code, outcome.problem);
}

async function sendCode(code: OpenCode, to: 'same' | 'other'): Promise<void> {
  const { state } = code;
  if (state === undefined) return;
  const view = viewCode(state, Date.now(), words);
  const channel = to === 'same' ? state.channel : view.otherChannel;
  if (!view.mayResend || channel === undefined) return;
  code.state = { ...state, sending: true };
  showCode(code);
  const outcome = await ask('POST /api/sign-in/send', { body: { flow: state.flow, channel } });
  if (code.state?.flow !== state.flow) return;
  code.state = { ...code.state, sending: false };
  if (!outcome.ok) return tellCodeProblem(code, outcome.problem);
  emptyCode(code);
  receiveCode(code, outcome.answer);
  if (state.delivery === 'none') return announce(code.page.sentTo.textContent ?? '');
  code.message.tell('calm', words.newCode);
  code.page.input.focus();
}

/** Asks the server where the flow stands; without an answer what the page knows remains. */
async function lookAgain(code: OpenCode): Promise<'pending' | 'settled'> {
  if (code.state === undefined) return 'settled';
  const outcome = await ask('GET /api/sign-in');
  // The step may have been left, or a new code asked for, while the answer was on its way.
  if (code.state === undefined) return 'settled';
  if (!outcome.ok || code.state.sending) return 'pending';
  const { answer } = outcome;
  if (answer.step !== 'code') endCode(code, problems['flow-ended']);
  else if (answer.flow !== code.state.flow) endCode(code, problems['flow-mismatch']);
  else receiveCode(code, answer);
  return answer.step === 'code' && answer.delivery === 'pending' ? 'pending' : 'settled';
}

/** Long enough to see the sixth digit and go back, or to press the button; too short to wait for. */
const SUBMITS_ITSELF_AFTER_MILLISECONDS = 500;

function listenToField(code: OpenCode, submit: () => void): void {
  const { form, input } = code.page;
  let timer: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener('input', (event) => {
    const pasted = event instanceof InputEvent && event.inputType.startsWith('insertFrom');
    code.entry = enterCode(code.entry, input.value, pasted ? 'pasted' : 'typed');
    if (input.value !== code.entry.digits) input.value = code.entry.digits;
    acceptField(input);
    clearTimeout(timer);
    if (submitsItself(code.entry)) timer = setTimeout(submit, SUBMITS_ITSELF_AFTER_MILLISECONDS);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(timer);
    submit();
  });
}

/** Prepares the second step; `ways` is where it leads. */
export function createCodeStep(ways: Ways): CodeStep {
  const code = openCode(ways);
  const { page } = code;
  const delivery = watchDelivery(() => lookAgain(code));
  const send = async (to: 'same' | 'other') => {
    await sendCode(code, to);
    if (code.state?.delivery === 'pending') delivery.begin();
  };
  listenToField(code, () => void code.button.run(formWords.checking, () => submitCode(code)));
  code.askFirst = () => void send('same');
  page.resend.addEventListener('click', () => void send('same'));
  page.sendNewOne.addEventListener('click', () => void send('same'));
  page.otherWay.addEventListener('click', () => void send('other'));
  page.startAgain.addEventListener('click', () => endCode(code, problems['no-sends-left']));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && code.state !== undefined) void lookAgain(code);
  });
  return {
    open(answer, identifier) {
      beginCode(code, answer, identifier);
      if (answer.delivery === 'pending') delivery.begin();
    },
  };
}
