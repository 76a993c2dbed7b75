import type { Problem } from '../shared/api.ts';
import { pageLocale } from '../shared/dom.ts';
import { refuseField } from '../shared/field-error.ts';
import { problems } from '../shared/form-words.ts';
import { plural } from '../shared/format.ts';
import { problemSentence } from '../shared/problem-words.ts';
import { waitFor } from '../shared/wait.ts';
import { endReset, type OpenReset, showReset } from './open-reset.ts';
import type { ResetState } from './reset-state.ts';
import { words } from './reset-words.ts';

/** What a refusal tells about times that the page had otherwise. */
function correct(state: ResetState, { code, retryAfterSeconds = 0 }: Problem, now: number): ResetState {
  if (code === 'code-expired') return { ...state, codeEndsAt: now };
  if (code === 'send-too-soon') return { ...state, resendAt: now + retryAfterSeconds * 1000 };
  if (code === 'no-sends-left') return { ...state, resendAt: undefined };
  return state;
}

function refusedCode(triesLeft: number | undefined): string {
  return triesLeft === undefined ? problems['code-refused'] : plural(words.codeRefused, triesLeft, pageLocale());
}

/** Tells what went wrong, where the person looks for it, and what to do next. The passwords stay in their fields. */
export function tellResetProblem(reset: OpenReset, problem: Problem): void {
  if (reset.state === undefined) return;
  const { page, message, button, fields } = reset;
  const sentence = problemSentence(problem, problems);
  reset.state = correct(reset.state, problem, Date.now());
  showReset(reset);
  if (problem.code === 'flow-ended' || problem.code === 'flow-mismatch') endReset(reset, sentence);
  else if (problem.code === 'code-refused' && problem.triesLeft === 0) endReset(reset, words.triesGone);
  else if (problem.code === 'code-refused') refuseField(page.code, refusedCode(problem.triesLeft));
  else if (problem.code === 'code-expired') refuseField(page.code, sentence);
  else if (problem.code === 'password-refused') fields.refuse(problem.rules ?? []);
  else if (problem.code === 'send-too-soon' || problem.retryAfterSeconds === undefined) message.tell('bad', sentence);
  else waitFor(problem.retryAfterSeconds, sentence, message, button);
}
