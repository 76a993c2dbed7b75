import type { Problem } from '../shared/api.ts';
import { refusedCode } from '../shared/code-refusal.ts';
import { correctTimes } from '../shared/code-times.ts';
import { refuseField } from '../shared/field-error.ts';
import { problems } from '../shared/form-words.ts';
import { problemSentence } from '../shared/problem-words.ts';
import { waitFor } from '../shared/wait.ts';
import { endReset, type OpenReset, showReset } from './open-reset.ts';
import { words } from './reset-words.ts';

/** Tells what went wrong, where the person looks for it, and what to do next. The passwords stay in their fields. */
export function tellResetProblem(reset: OpenReset, problem: Problem): void {
  if (reset.state === undefined) return;
  const { page, message, button, fields } = reset;
  const sentence = problemSentence(problem, problems);
  reset.state = correctTimes(reset.state, problem, Date.now());
  showReset(reset);
  if (problem.code === 'flow-ended' || problem.code === 'flow-mismatch') endReset(reset, sentence);
  else if (problem.code === 'code-refused' && problem.triesLeft === 0) endReset(reset, words.triesGone);
  else if (problem.code === 'code-refused') refuseField(page.code, refusedCode(words.codeRefused, problem.triesLeft));
  else if (problem.code === 'code-expired') refuseField(page.code, sentence);
  else if (problem.code === 'password-refused') fields.refuse(problem.rules ?? []);
  else if (problem.code === 'send-too-soon' || problem.retryAfterSeconds === undefined) message.tell('bad', sentence);
  else waitFor(problem.retryAfterSeconds, sentence, message, button);
}
