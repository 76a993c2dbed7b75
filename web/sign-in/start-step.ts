import type { CodeStep, NewPasswordStep } from '../../lambdas/http/answers/steps.ts';
import { ask, type Problem } from '../shared/api.ts';
import { type BusyButton, busyButton } from '../shared/busy-button.ts';
import { find } from '../shared/dom.ts';
import { acceptField, refuseField } from '../shared/field-error.ts';
import { formWords, problems } from '../shared/form-words.ts';
import { identifierHint } from '../shared/hints.ts';
import { type Message, messageAt, type Tone } from '../shared/message.ts';
import { problemSentence } from '../shared/problem-words.ts';
import { enableToggle, noticeCapsLock } from '../shared/show-password.ts';
import { waitFor } from '../shared/wait.ts';
import { words } from './page-words.ts';

/** The first step: who, and with which password. */
export interface StartStep {
  /** Shows the step with what there is to tell. The identifier is kept, the password is not. */
  open(tone?: Tone, sentence?: string): void;
  /** Shows the step to somebody who wants to be somebody else. */
  openToChange(): void;
  close(): void;
}

/** What happens when the password was right. */
type OnRight = (step: CodeStep | NewPasswordStep, identifier: string) => void;

interface Parts {
  readonly section: HTMLElement;
  readonly identifier: HTMLInputElement;
  readonly password: HTMLInputElement;
  readonly message: Message;
  readonly button: BusyButton;
  /** Absent where there are no temporary passwords. */
  readonly temporaryHint: HTMLElement | undefined;
}

/** Takes the focus to the first field that is empty, if one is. */
function isComplete({ identifier, password }: Parts): boolean {
  acceptField(identifier);
  acceptField(password);
  // From the last to the first, so that the focus ends up in the first.
  if (password.value === '') refuseField(password, words.missingPassword);
  if (identifier.value.trim() === '') refuseField(identifier, formWords.missingUserName);
  return password.value !== '' && identifier.value.trim() !== '';
}

function tellProblem(problem: Problem, parts: Parts): void {
  const { identifier, password, message, button, temporaryHint } = parts;
  const sentence = problemSentence(problem, problems);
  if (problem.code === 'sign-in-refused') {
    identifier.setAttribute('aria-invalid', 'true');
    if (temporaryHint) temporaryHint.hidden = false;
    refuseField(password, sentence);
  } else if (problem.retryAfterSeconds !== undefined) {
    waitFor(problem.retryAfterSeconds, sentence, message, button);
  } else {
    message.tell('bad', sentence);
  }
}

async function signIn(parts: Parts, onRight: OnRight): Promise<void> {
  if (!isComplete(parts)) return;
  parts.message.clear();
  const body = { identifier: parts.identifier.value, password: parts.password.value };
  const outcome = await ask('POST /api/sign-in', { body });
  if (outcome.ok) onRight(outcome.answer, body.identifier);
  else tellProblem(outcome.problem, parts);
}

function findParts(): Parts {
  return {
    section: find('start', HTMLElement),
    identifier: find('identifier', HTMLInputElement),
    password: find('password', HTMLInputElement),
    message: messageAt('start-message'),
    button: busyButton(find('start-submit', HTMLButtonElement)),
    temporaryHint: document.querySelector<HTMLElement>('#temporary-hint > span') ?? undefined,
  };
}

/** Prepares the first step. */
export function createStartStep(onRight: OnRight): StartStep {
  const parts = findParts();
  const { section, identifier, password, message, button } = parts;
  const hidePassword = enableToggle(find('password-toggle', HTMLButtonElement), password);
  noticeCapsLock(password, 'caps-lock');
  identifier.addEventListener('input', () => identifierHint.write(identifier.value));
  find('start-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void button.run(words.signingIn, () => signIn(parts, onRight));
  });
  return {
    open(tone, sentence) {
      section.hidden = false;
      // Keep what was typed before the script was there.
      if (identifier.value === '') identifier.value = identifierHint.read() ?? '';
      if (tone !== undefined && sentence !== undefined) message.tell(tone, sentence);
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
      hidePassword();
      message.clear();
    },
  };
}
