import type { CodeStep } from '../../lambdas/http/api.ts';
import { ask, type Problem } from '../shared/api.ts';
import { type BusyButton, busyButton } from '../shared/busy-button.ts';
import { find } from '../shared/dom.ts';
import { acceptField, refuseField } from '../shared/field-error.ts';
import { identifierHint } from '../shared/hints.ts';
import { type Message, messageAt, type Tone } from '../shared/message.ts';
import { problemSentence } from '../shared/problem-words.ts';
import { problems, words } from './page-words.ts';
import { enablePasswordField } from './password-field.ts';
import { waitFor } from './wait.ts';

/** The first step: who, and with which password. */
export interface StartStep {
  /** Shows the step with what there is to tell. The identifier is kept, the password is not. */
  open(tone?: Tone, sentence?: string): void;
  /** Shows the step to somebody who wants to be somebody else. */
  openToChange(): void;
  close(): void;
}

interface Parts {
  readonly identifier: HTMLInputElement;
  readonly password: HTMLInputElement;
  readonly message: Message;
  readonly button: BusyButton;
}

/** Takes the focus to the first field that is empty, if one is. */
function isComplete({ identifier, password }: Parts): boolean {
  acceptField(identifier);
  acceptField(password);
  // From the last to the first, so that the focus ends up in the first.
  if (password.value === '') refuseField(password, words.missingPassword);
  if (identifier.value.trim() === '') refuseField(identifier, words.missingUserName);
  return password.value !== '' && identifier.value.trim() !== '';
}

function tellProblem(problem: Problem, { identifier, password, message, button }: Parts): void {
  const sentence = problemSentence(problem, problems);
  if (problem.code === 'sign-in-refused') {
    identifier.setAttribute('aria-invalid', 'true');
    refuseField(password, sentence);
  } else if (problem.retryAfterSeconds !== undefined) {
    waitFor(problem.retryAfterSeconds, sentence, message, button);
  } else {
    message.tell('bad', sentence);
  }
}

export function createStartStep(onCode: (step: CodeStep, identifier: string) => void): StartStep {
  const section = find('start', HTMLElement);
  const identifier = find('identifier', HTMLInputElement);
  const password = find('password', HTMLInputElement);
  const parts: Parts = {
    identifier,
    password,
    message: messageAt('start-message'),
    button: busyButton(find('start-submit', HTMLButtonElement)),
  };
  const hidePassword = enablePasswordField();
  identifier.addEventListener('input', () => identifierHint.write(identifier.value));

  const signIn = () =>
    parts.button.run(words.signingIn, async () => {
      if (!isComplete(parts)) return;
      parts.message.clear();
      const body = { identifier: identifier.value, password: password.value };
      const outcome = await ask('POST /api/sign-in', { body });
      if (!outcome.ok) return tellProblem(outcome.problem, parts);
      hidePassword();
      onCode(outcome.answer, body.identifier);
    });
  find('start-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void signIn();
  });

  return {
    open(tone, sentence) {
      section.hidden = false;
      // Keep what was typed before the script was there.
      if (identifier.value === '') identifier.value = identifierHint.read() ?? '';
      if (tone !== undefined && sentence !== undefined) parts.message.tell(tone, sentence);
      (identifier.value === '' ? identifier : password).focus();
    },
    openToChange() {
      section.hidden = false;
      identifier.focus();
      identifier.select();
    },
    close() {
      section.hidden = true;
      password.value = '';
      parts.message.clear();
    },
  };
}
