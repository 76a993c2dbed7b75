import { ask, type Problem } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find } from '../shared/dom.ts';
import { acceptField, refuseField } from '../shared/field-error.ts';
import { formWords, problems } from '../shared/form-words.ts';
import { messageAt } from '../shared/message.ts';
import { problemSentence } from '../shared/problem-words.ts';
import { enableToggle, noticeCapsLock } from '../shared/show-password.ts';
import { waitFor } from '../shared/wait.ts';
import { words as signInWords } from '../sign-in/page-words.ts';
import type { CodeForm } from './code-form.ts';
import type { Frame } from './frame.ts';
import { createPhoneConfirmation } from './phone-confirmation.ts';
import type { Steps } from './steps.ts';

export type Action = 'change-password' | 'change-email' | 'change-phone' | 'download-data' | 'activate-phone';

/** Password and code, or a phone, for one action by name. */
export interface Confirmation {
  /** Says whose password is asked for, to password managers. */
  know(email: string): void;
  /** Asks; `confirmed` goes on with the flow, within five minutes. */
  begin(action: Action, confirmed: (flow: string) => void): void;
  /** Leaves nothing of it in the page. */
  clear(): void;
}

/** Prepares the two steps that every change begins with. */
export function createConfirmation(steps: Steps, form: CodeForm, frame: () => Frame): Confirmation {
  const password = find('password', HTMLInputElement);
  const message = messageAt('confirm-message');
  const button = busyButton(find('confirm-submit', HTMLButtonElement));
  const hide = enableToggle(find('password-toggle', HTMLButtonElement), password);
  let asked: { readonly action: Action; readonly confirmed: (flow: string) => void } | undefined;

  const clear = () => {
    asked = undefined;
    password.value = '';
    acceptField(password);
    hide();
    message.clear();
    phone.clear();
  };
  const tell = (problem: Problem) => {
    if (frame().left(problem)) return;
    const sentence = problemSentence(problem, problems);
    if (problem.code === 'password-wrong') refuseField(password, sentence);
    else if (problem.retryAfterSeconds === undefined) message.tell('bad', sentence);
    else waitFor(problem.retryAfterSeconds, sentence, message, button);
  };
  const phone = createPhoneConfirmation({ steps, tell, back: () => steps.show('confirm') });
  const submit = async () => {
    if (!asked) return;
    acceptField(password);
    if (password.value === '') return refuseField(password, signInWords.missingPassword);
    message.clear();
    const { action, confirmed } = asked;
    const outcome = await ask('POST /api/account/confirmation', { body: { action, password: password.value } });
    if (!outcome.ok) return tell(outcome.problem);
    clear();
    steps.show('code-panel');
    form.open(outcome.answer, {
      async answer(submission) {
        const answered = await ask('POST /api/account/confirmation/code', submission);
        if (!answered.ok) return frame().left(answered.problem) ? undefined : answered.problem;
        form.close();
        confirmed(answered.answer.flow);
        return undefined;
      },
      send: (flow, channel) => ask('POST /api/account/confirmation/send', { body: { flow, channel } }),
      ended: (sentence) => steps.close('bad', sentence),
    });
  };
  password.addEventListener('input', () => acceptField(password));
  noticeCapsLock(password, 'caps-lock');
  find('confirm-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void button.run(formWords.checking, submit);
  });
  return {
    know(email) {
      find('confirm-identity', HTMLInputElement).value = email;
    },
    begin(action, confirmed) {
      clear();
      asked = { action, confirmed };
      steps.show('confirm');
      password.focus();
      void phone.offer(action, confirmed);
    },
    clear,
  };
}
