import type { ResetStep as Answer } from '../../lambdas/http/answers/steps.ts';
import { ask } from '../shared/api.ts';
import { digitsOf } from '../shared/digits.ts';
import { find } from '../shared/dom.ts';
import { acceptField, refuseField } from '../shared/field-error.ts';
import { problems } from '../shared/form-words.ts';
import { isOutcomeUnknown, problemSentence } from '../shared/problem-words.ts';
import { showStep } from '../shared/step.ts';
import { submissionOf } from '../shared/submission.ts';
import {
  beginReset,
  closeReset,
  emptyCode,
  endReset,
  type OpenReset,
  openReset,
  receiveReset,
  showReset,
  type Ways,
} from './open-reset.ts';
import { tellResetProblem } from './reset-problem.ts';
import { viewReset } from './reset-state.ts';
import { words } from './reset-words.ts';

const CODE_DIGITS = 8;

/** The Reset Password page: code, new password, confirmation. It leads to the last step by itself. */
export interface ResetStep {
  open(answer: Answer, identifier: string): void;
}

async function setPassword(reset: OpenReset): Promise<void> {
  const { state, page, fields } = reset;
  if (state === undefined) return;
  acceptField(page.code);
  // From the last to the first, so that the focus ends up in the first that is wrong.
  const password = fields.read();
  const code = page.code.value;
  if (code.length < CODE_DIGITS) return refuseField(page.code, words.codeIncomplete);
  if (password === undefined) return;
  reset.message.clear();
  const submission = submissionOf({ flow: state.flow, code, password }, reset.unanswered);
  reset.unanswered = submission;
  const outcome = await ask('POST /api/recovery/password', submission);
  if (outcome.ok) return finish(reset);
  if (!isOutcomeUnknown(outcome.problem)) reset.unanswered = undefined;
  tellResetProblem(reset, outcome.problem);
}

function finish(reset: OpenReset): void {
  closeReset(reset);
  emptyCode(reset);
  reset.fields.clear();
  reset.unanswered = undefined;
  reset.ways.done();
  showStep(find('done', HTMLElement));
}

async function sendCode(reset: OpenReset, channel: string): Promise<void> {
  const { state } = reset;
  if (state === undefined || !viewReset(state, Date.now(), words, '').maySend) return;
  reset.state = { ...state, sending: true };
  showReset(reset);
  const outcome = await ask('POST /api/recovery/send', { body: { flow: state.flow, channel } });
  if (reset.state?.flow !== state.flow) return;
  reset.state = { ...reset.state, sending: false };
  if (!outcome.ok) return tellResetProblem(reset, outcome.problem);
  emptyCode(reset);
  receiveReset(reset, outcome.answer);
  reset.message.tell('calm', words.newCode);
  reset.page.code.focus();
}

/** Asks the server where the flow stands; without an answer what the page knows remains. */
async function lookAgain(reset: OpenReset): Promise<void> {
  const outcome = await ask('GET /api/recovery');
  // The page may have been left, or a new code asked for, while the answer was on its way.
  if (reset.state === undefined || reset.state.sending || !outcome.ok) return;
  const { answer } = outcome;
  if (answer.step === 'start') endReset(reset, problems['flow-ended']);
  else if (answer.flow !== reset.state.flow) endReset(reset, problems['flow-mismatch']);
  else receiveReset(reset, answer);
}

/** Prepares the page; `ways` is where it leads. */
export function createResetStep(ways: Ways): ResetStep {
  const reset = openReset(ways);
  const { page } = reset;
  page.code.addEventListener('input', () => {
    const digits = digitsOf(page.code.value, CODE_DIGITS);
    if (page.code.value !== digits) page.code.value = digits;
    acceptField(page.code);
  });
  page.form.addEventListener('submit', (event) => {
    event.preventDefault();
    void reset.button.run(words.setting, () => setPassword(reset));
  });
  for (const button of page.sends) {
    button.addEventListener('click', () => void sendCode(reset, button.dataset.channel ?? ''));
  }
  page.startAgain.addEventListener('click', () => {
    closeReset(reset);
    ways.changed();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && reset.state !== undefined) void lookAgain(reset);
  });
  return { open: (answer, identifier) => beginReset(reset, answer, identifier) };
}

/** The flow of this browser, for a tab that was reloaded; else the sentence that says why there is none. */
export async function waitingReset(): Promise<Answer | string> {
  const outcome = await ask('GET /api/recovery');
  if (!outcome.ok) return problemSentence(outcome.problem, problems);
  return outcome.answer.step === 'start' ? problems['flow-ended'] : outcome.answer;
}
