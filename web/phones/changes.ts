import type { Phones } from '../../lambdas/http/answers/phones.ts';
import type { Frame } from '../portal/frame.ts';
import type { Steps } from '../portal/steps.ts';
import { ask, type Outcome } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find, say } from '../shared/dom.ts';
import { acceptField, refuseField } from '../shared/field-error.ts';
import { problems } from '../shared/form-words.ts';
import { fill } from '../shared/format.ts';
import { messageAt } from '../shared/message.ts';
import { isOutcomeUnknown, problemSentence } from '../shared/problem-words.ts';
import type { Phone } from './list.ts';
import { words } from './page-words.ts';

interface Ways {
  readonly steps: Steps;
  readonly frame: () => Frame;
  /** Shows the phones as they are now. */
  readonly take: (phones: Phones) => void;
}

/** Renaming and removing a phone, each a step of its own. */
export interface Changes {
  rename(phone: Phone): void;
  remove(phone: Phone, others: number): void;
}

/** Prepares both steps. */
export function createChanges({ steps, frame, take }: Ways): Changes {
  const name = find('phone-name', HTMLInputElement);
  const renaming = busyButton(find('rename-submit', HTMLButtonElement));
  const removing = busyButton(find('remove-submit', HTMLButtonElement));
  let chosen: Phone | undefined;

  const settle = (outcome: Outcome<Phones>, sentence: string, message: string) => {
    if (outcome.ok) {
      take(outcome.answer);
      return steps.close('calm', sentence);
    }
    const { problem } = outcome;
    if (frame().left(problem)) return;
    const told = problemSentence(problem, problems);
    if (isOutcomeUnknown(problem)) messageAt(message).tell('bad', told);
    else steps.close('bad', told);
  };
  const rename = async () => {
    const phone = name.value.trim();
    if (!chosen) return;
    if (phone === '') return refuseField(name, words.missingName);
    const outcome = await ask('PATCH /api/phones', { body: { phone: chosen.id, name: phone } });
    settle(outcome, fill(words.renamed, { phone }), 'rename-message');
  };
  const remove = async () => {
    if (!chosen) return;
    const outcome = await ask('POST /api/phones/removal', { body: { phone: chosen.id } });
    settle(outcome, fill(words.removed, { phone: chosen.name }), 'remove-message');
    // It may have been this phone that approved this very session.
    void frame().refresh();
  };
  name.addEventListener('input', () => acceptField(name));
  find('rename-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void renaming.run(words.moment, rename);
  });
  find('remove-submit', HTMLButtonElement).addEventListener('click', () => void removing.run(words.moment, remove));
  return {
    rename(phone) {
      chosen = phone;
      messageAt('rename-message').clear();
      acceptField(name);
      name.value = phone.name;
      steps.show('rename-step');
      name.focus();
      name.select();
    },
    remove(phone, others) {
      chosen = phone;
      messageAt('remove-message').clear();
      say(find('remove-name', HTMLElement), phone.name);
      say(find('remove-last', HTMLElement), others === 0 ? words.lastOne : undefined);
      steps.show('remove-step');
      find('remove-heading', HTMLElement).focus();
    },
  };
}
