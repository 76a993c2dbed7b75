import type { Outcome, Problem } from '../shared/api.ts';
import { type BusyButton, busyButton } from '../shared/busy-button.ts';
import { find } from '../shared/dom.ts';
import { acceptField, refuseField } from '../shared/field-error.ts';
import { formWords, problems } from '../shared/form-words.ts';
import { identifierHint } from '../shared/hints.ts';
import { messageAt, type Tone } from '../shared/message.ts';
import { problemSentence } from '../shared/problem-words.ts';
import { waitFor } from '../shared/wait.ts';

/** The first step: who somebody is. What was typed stays, whatever happens. */
export interface AskStep {
  /** Shows the step with what there is to tell. */
  open(tone?: Tone, sentence?: string): void;
  /** Shows the step to somebody who wants to change what was typed. */
  openToChange(): void;
  close(): void;
  /** Asks with what was typed, if anything was, while `button` says that it works; what goes wrong is told. */
  run(button: BusyButton, request: Request): Promise<void>;
  /** What Submit, and Enter, asks. */
  onSubmit(request: Request): void;
}

/** Asks the API, and goes on when it answers well; a problem that it has dealt with is not told again. */
type Request = (identifier: string) => Promise<Outcome<unknown> | 'told'>;

/** Prepares the first step; `missing` is what to say when nothing was typed. */
export function createAskStep(missing: string): AskStep {
  const section = find('ask', HTMLElement);
  const field = find('identifier', HTMLInputElement);
  const message = messageAt('ask-message');
  const submit = busyButton(find('ask-submit', HTMLButtonElement));

  const tell = (problem: Problem, button: BusyButton) => {
    const sentence = problemSentence(problem, problems);
    if (problem.retryAfterSeconds === undefined) return message.tell('bad', sentence);
    waitFor(problem.retryAfterSeconds, sentence, message, button);
  };
  const run = (button: BusyButton, request: Request) =>
    button.run(formWords.sending, async () => {
      acceptField(field);
      const identifier = field.value.trim();
      if (identifier === '') return refuseField(field, missing);
      message.clear();
      const outcome = await request(identifier);
      if (outcome !== 'told' && !outcome.ok) tell(outcome.problem, button);
    });
  field.addEventListener('input', () => identifierHint.write(field.value));
  return {
    open(tone, sentence) {
      section.hidden = false;
      // Keep what was typed before the script was there.
      if (field.value === '') field.value = identifierHint.read() ?? '';
      if (tone !== undefined && sentence !== undefined) message.tell(tone, sentence);
      field.focus();
    },
    openToChange() {
      section.hidden = false;
      field.focus();
      field.select();
    },
    close() {
      section.hidden = true;
      message.clear();
    },
    run,
    onSubmit(request) {
      find('ask-form', HTMLFormElement).addEventListener('submit', (event) => {
        event.preventDefault();
        void run(submit, request);
      });
    },
  };
}
