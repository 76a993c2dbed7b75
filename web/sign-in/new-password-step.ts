import type { NewPasswordStep as Answer, CodeStep } from '../../lambdas/http/answers/steps.ts';
import { ask, type Problem } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find } from '../shared/dom.ts';
import { formWords, problems } from '../shared/form-words.ts';
import { openFlowHint } from '../shared/hints.ts';
import { messageAt } from '../shared/message.ts';
import { createNewPassword } from '../shared/new-password.ts';
import { pillAt } from '../shared/pill.ts';
import { problemSentence } from '../shared/problem-words.ts';
import { waitFor } from '../shared/wait.ts';

/** The step between a temporary password and the code: a password of one's own. */
export interface NewPasswordStep {
  open(answer: Answer, identifier: string): void;
}

/** Where the step leads. */
interface Ways {
  /** The password has been replaced, and a code is on its way. */
  readonly replaced: (answer: CodeStep, identifier: string) => void;
  /** The flow is over, and the sentence says why. */
  readonly ended: (sentence: string) => void;
  /** The person wants to be somebody else. */
  readonly changed: () => void;
}

/** The answer to a replacement; after a lost one, the sign-in is at its code already. */
async function replace(flow: string, password: string): Promise<CodeStep | Problem> {
  const outcome = await ask('POST /api/sign-in/password', { body: { flow, password } });
  if (outcome.ok) return outcome.answer;
  if (outcome.problem.code !== 'flow-ended') return outcome.problem;
  const standing = await ask('GET /api/sign-in');
  const { answer } = standing.ok ? standing : { answer: undefined };
  return answer?.step === 'code' && answer.flow === flow ? answer : outcome.problem;
}

/** Prepares the step; `ways` is where it leads. */
export function createNewPasswordStep(ways: Ways): NewPasswordStep {
  const section = find('new-password-step', HTMLElement);
  const message = messageAt('new-password-message');
  const button = busyButton(find('new-password-submit', HTMLButtonElement));
  const fields = createNewPassword();
  const pill = pillAt('leave-new-password', () => {
    close();
    ways.changed();
  });
  let open: { readonly flow: string; readonly identifier: string } | undefined;

  const close = () => {
    open = undefined;
    section.hidden = true;
    fields.clear();
    message.clear();
    openFlowHint.clear();
  };
  const tell = (problem: Problem) => {
    const sentence = problemSentence(problem, problems);
    if (problem.code === 'password-refused') return fields.refuse(problem.rules ?? []);
    if (problem.retryAfterSeconds !== undefined) {
      return waitFor(problem.retryAfterSeconds, sentence, message, button);
    }
    if (problem.code !== 'flow-ended' && problem.code !== 'flow-mismatch') return message.tell('bad', sentence);
    close();
    ways.ended(sentence);
  };
  const apply = async () => {
    const password = fields.read();
    if (open === undefined || password === undefined) return;
    const { flow, identifier } = open;
    message.clear();
    const answer = await replace(flow, password);
    if (open?.flow !== flow) return;
    if ('code' in answer) return tell(answer);
    close();
    ways.replaced(answer, identifier);
  };
  find('new-password-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void button.run(formWords.checking, apply);
  });
  return {
    open({ flow }, identifier) {
      open = { flow, identifier };
      openFlowHint.write(identifier);
      section.hidden = false;
      pill.show(identifier);
      fields.begin(identifier);
      fields.focus();
    },
  };
}
