import type { CodeStep } from '../../lambdas/http/answers/steps.ts';
import { ask, type Outcome, type Problem } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find } from '../shared/dom.ts';
import { acceptField, refuseField } from '../shared/field-error.ts';
import { formWords, problems } from '../shared/form-words.ts';
import { messageAt } from '../shared/message.ts';
import { problemSentence } from '../shared/problem-words.ts';
import { waitFor } from '../shared/wait.ts';
import { words } from './change-words.ts';
import type { CodeForm } from './code-form.ts';
import type { Frame } from './frame.ts';
import type { Steps } from './steps.ts';

interface Ways {
  readonly steps: Steps;
  readonly form: CodeForm;
  readonly frame: () => Frame;
  readonly done: (sentence: string) => Promise<void>;
}

const ofKind = {
  email: {
    name: (flow: string, email: string) => ask('POST /api/account/email', { body: { flow, email } }),
    prove: 'POST /api/account/email/code',
    missing: () => formWords.missingEmail,
    changed: words.emailChanged,
  },
  phone: {
    name: (flow: string, phone: string) => ask('POST /api/account/phone', { body: { flow, phone } }),
    prove: 'POST /api/account/phone/code',
    missing: () => words.missingPhone,
    changed: words.phoneChanged,
  },
} as const;

/** What is wrong with what was typed, and not with the flow. */
const OF_FIELD: readonly Problem['code'][] = [
  'email-invalid',
  'phone-invalid',
  'phone-country-refused',
  'address-unchanged',
];

/** The step that asks for a new address or number, and the code that proves it. Answers what opens it, once confirmed. */
export function createNaming(kind: keyof typeof ofKind, { steps, form, frame, done }: Ways): (flow: string) => void {
  const { name, prove, missing, changed } = ofKind[kind];
  if (!document.getElementById(`change-${kind}`)) return () => {};
  const field = find(`new-${kind}`, HTMLInputElement);
  const message = messageAt(`name-${kind}-message`);
  const button = busyButton(find(`name-${kind}-submit`, HTMLButtonElement));
  let flow = '';

  const tell = (problem: Problem) => {
    if (frame().left(problem)) return;
    const sentence = problemSentence(problem, problems);
    if (OF_FIELD.includes(problem.code)) refuseField(field, sentence);
    else if (problem.retryAfterSeconds !== undefined) waitFor(problem.retryAfterSeconds, sentence, message, button);
    else if (['flow-ended', 'flow-mismatch', 'confirmation-needed'].includes(problem.code))
      steps.close('bad', sentence);
    else message.tell('bad', sentence);
  };
  const openCode = (step: CodeStep, address: string) => {
    steps.show('code-panel');
    form.open(step, {
      async answer(submission) {
        const outcome: Outcome<unknown> = await ask(prove, submission);
        if (!outcome.ok) return frame().left(outcome.problem) ? undefined : outcome.problem;
        form.close();
        await done(changed);
        return undefined;
      },
      send: (own) => name(own, address),
      ended: (sentence) => steps.close('bad', sentence),
    });
  };
  field.addEventListener('input', () => acceptField(field));
  find(`name-${kind}-form`, HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void button.run(formWords.sending, async () => {
      const address = field.value.trim();
      if (address === '') return refuseField(field, missing());
      message.clear();
      const outcome = await name(flow, address);
      if (outcome.ok) openCode(outcome.answer, address);
      else tell(outcome.problem);
    });
  });
  return (confirmed) => {
    flow = confirmed;
    field.value = '';
    acceptField(field);
    message.clear();
    steps.show(`name-${kind}`);
    field.focus();
  };
}
