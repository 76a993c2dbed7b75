import type { Phones } from '../../lambdas/http/answers/phones.ts';
import { createChanges } from '../phones/changes.ts';
import { createEnrolment } from '../phones/enrolment.ts';
import { forgetPhones, type Phone, showPhones } from '../phones/list.ts';
import { words } from '../phones/page-words.ts';
import { createReview } from '../phones/review.ts';
import { ask, type Outcome, type Problem } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find } from '../shared/dom.ts';
import { problems } from '../shared/form-words.ts';
import { enableHelp } from '../shared/help.ts';
import { messageAt } from '../shared/message.ts';
import { isOutcomeUnknown, problemSentence } from '../shared/problem-words.ts';
import { createCodeForm } from './code-form.ts';
import { createConfirmation } from './confirmation.ts';
import { beginFrame, type Frame } from './frame.ts';
import { forgetOwner, showOwner } from './owner.ts';
import { createSteps } from './steps.ts';

const STEPS = ['confirm', 'code-panel', 'phone-confirm', 'activate-intro', 'activate-scan', 'activate-number'] as const;

const form = createCodeForm();
const steps = createSteps([...STEPS, 'rename-step', 'remove-step'], () => {
  form.close();
  confirmation.clear();
  enrolment.leave();
});
const confirmation = createConfirmation(steps, form, () => frame);
const changes = createChanges({ steps, frame: () => frame, take });
const enrolment = createEnrolment({ steps, frame: () => frame, done: refresh });
const review = createReview(async (outcome) => {
  if (outcome.ok) {
    take(outcome.answer);
    steps.close('calm', words.reviewed);
    void frame.refresh();
  } else refuse(outcome);
});
let known: Phones | undefined;

const frame: Frame = beginFrame({
  show(session) {
    showOwner();
    confirmation.know(session.account.email);
    void refresh();
    void enrolment.resume();
  },
  forget(asked) {
    forgetOwner(asked);
    forgetPhones();
  },
});

function take(phones: Phones): void {
  known = phones;
  const remove = (phone: Phone) => changes.remove(phone, phones.phones.length - 1);
  showPhones(phones, { rename: changes.rename, remove });
  review.show(phones);
}

function refuse(outcome: Extract<Outcome<unknown>, { ok: false }>): void {
  if (!frame.left(outcome.problem)) tell(outcome.problem);
}

function tell(problem: Problem): void {
  messageAt('overview-message').tell('bad', problemSentence(problem, problems));
}

async function refresh(): Promise<void> {
  const outcome = await ask('GET /api/phones');
  if (outcome.ok) take(outcome.answer);
  else refuse(outcome);
}

/** Begins the activation; `flow`: the confirmation of it, where one was needed. */
async function activate(flow: string | undefined): Promise<void> {
  const outcome = await ask('POST /api/phones/enrolment', { body: flow === undefined ? {} : { flow } });
  if (outcome.ok) return enrolment.open(outcome.answer);
  const { problem } = outcome;
  if (frame.left(problem)) return;
  const sentence = problemSentence(problem, problems);
  if (problem.code === 'confirmation-needed' && flow === undefined) return confirmIt();
  if (isOutcomeUnknown(problem) && flow === undefined) messageAt('activate-intro-message').tell('bad', sentence);
  else steps.close('bad', sentence);
}

function confirmIt(): void {
  confirmation.begin('activate-phone', (flow) => void activate(flow));
}

const confirmButton = find('activate-confirm', HTMLButtonElement);
const confirming = busyButton(confirmButton);
find('activate-phone', HTMLButtonElement).addEventListener('click', () => {
  messageAt('activate-intro-message').clear();
  steps.show('activate-intro');
  find('activate-intro-heading', HTMLElement).focus();
});
confirmButton.addEventListener('click', () => {
  if (known?.confirmationNeeded) confirmIt();
  else void confirming.run(words.moment, () => activate(undefined));
});

enableHelp();
