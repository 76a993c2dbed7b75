import type { Problem } from '../shared/api.ts';
import { refusedCode } from '../shared/code-refusal.ts';
import { correctTimes } from '../shared/code-times.ts';
import { refuseField } from '../shared/field-error.ts';
import { problems } from '../shared/form-words.ts';
import { problemSentence } from '../shared/problem-words.ts';
import { waitFor } from '../shared/wait.ts';
import { endCode, type OpenCode, showCode } from './open-code.ts';
import { words } from './page-words.ts';

/** After these the flow is of no more use. */
const ENDS: readonly Problem['code'][] = ['flow-ended', 'flow-mismatch', 'factor-closed', 'sign-in-closed'];

/** Tells what went wrong in the code step, where the person looks for it, and what to do next. */
export function tellCodeProblem(code: OpenCode, problem: Problem): void {
  if (code.state === undefined) return;
  const { page, message, button } = code;
  const sentence = problemSentence(problem, problems);
  code.state = correctTimes(code.state, problem, Date.now());
  showCode(code);
  if (ENDS.includes(problem.code)) endCode(code, sentence);
  else if (problem.code === 'code-refused' && problem.triesLeft === 0) endCode(code, words.triesGone);
  else if (problem.code === 'code-refused') refuseField(page.input, refusedCode(words.codeRefused, problem.triesLeft));
  else if (problem.code === 'code-expired') refuseField(page.input, sentence);
  else if (problem.code === 'send-too-soon' || problem.retryAfterSeconds === undefined) message.tell('bad', sentence);
  else waitFor(problem.retryAfterSeconds, sentence, message, button);
}
