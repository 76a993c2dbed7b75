import type { PhoneStep } from '../../../lambdas/http/answers/phones.ts';
import { type Following, follow } from '../../approval/follow.ts';
import { createWaitPanel } from '../../approval/wait-panel.ts';
import { createSeriesBox } from '../../qr/series-box.ts';
import { ask, type Outcome, type Problem } from '../../shared/api.ts';
import { busyButton } from '../../shared/busy-button.ts';
import { find, say } from '../../shared/dom.ts';
import { acceptField, refuseField } from '../../shared/field-error.ts';
import { formWords } from '../../shared/form-words.ts';
import { openPhoneHint } from '../../shared/hints.ts';
import { messageAt } from '../../shared/message.ts';
import { problemSentence } from '../../shared/problem-words.ts';
import { waitFor } from '../../shared/wait.ts';
import type { PhoneWords } from './words.ts';

/** Personal Mobile on the sign-in page. */
export interface PhoneSignIn {
  /** Shows a QR code at once, or how the sign-in stands that this tab has begun. */
  open(): Promise<void>;
  /** Another way was chosen: what was begun waits. */
  close(): void;
}

/** After these a new sign-in is begun, without asking the person. */
const GONE: readonly Problem['code'][] = ['flow-ended', 'flow-mismatch'];

/** Prepares the panel; `signedIn` leaves the page. */
export function createPhoneSignIn(words: PhoneWords, signedIn: () => void): PhoneSignIn {
  const message = messageAt('phone-message');
  const newQr = find('phone-new-qr', HTMLButtonElement);
  const newQrButton = busyButton(newQr);
  const submit = document.getElementById('phone-submit');
  const submitButton = submit instanceof HTMLButtonElement ? busyButton(submit) : undefined;
  const identifier = find('identifier', HTMLInputElement);
  const qrHelp = find('phone-qr-help', HTMLElement);
  const scanText = qrHelp.textContent ?? '';
  let following: Following | undefined;
  let flow = '';
  let shown: PhoneStep['state'] = 'scan';

  const box = createSeriesBox((isCovered) => {
    find('phone-qr', HTMLElement).classList.toggle('covered', isCovered);
    newQr.hidden = !isCovered;
  });
  const wait = createWaitPanel(words, 'signIn', () => following?.look());

  const show = (step: PhoneStep) => {
    const { state } = step;
    shown = state;
    const mayScan = state === 'scan' || state === 'compare';
    find('phone-qr-part', HTMLElement).hidden = !mayScan;
    find('phone-here', HTMLElement).hidden = !mayScan;
    say(qrHelp, state === 'compare' ? words.wait.orScan : scanText);
    const form = document.getElementById('phone-form');
    if (form) form.hidden = state !== 'scan';
    if (mayScan) box.show(step.flow, step.series);
    else box.stop();
    if (state === 'scan') wait.hide();
    else wait.show(step);
  };
  const tell = (problem: Problem) => {
    const sentence = problemSentence(problem, words.problems);
    if (problem.retryAfterSeconds === undefined) return message.tell('bad', sentence);
    waitFor(problem.retryAfterSeconds, sentence, message, submitButton ?? newQrButton);
  };
  const leave = () => {
    following?.stop();
    following = undefined;
    box.stop();
  };
  const followIt = (step: PhoneStep) => {
    leave();
    message.clear();
    flow = step.flow;
    openPhoneHint.write(flow);
    following = follow(step, {
      look: (options) => ask('GET /api/sign-in/phone', options),
      redeem: (submission) => ask('POST /api/sign-in/phone/result', submission),
      show,
      done: signedIn,
      ended: (problem) => over(problem),
    });
  };
  /** Nothing is waited for any longer; a press begins anew. */
  const over = (problem: Problem) => {
    leave();
    openPhoneHint.clear();
    // Where nobody was asked nothing was lost: a new code is all it takes.
    const isQuiet = shown === 'scan' && problem.code === 'flow-ended';
    show({ step: 'phone', flow, state: 'scan', flowEndsInSeconds: 0 });
    if (!isQuiet) tell(problem);
  };
  const beginOne = async (): Promise<boolean> => {
    const outcome = await ask('POST /api/sign-in/phone', { body: {} });
    if (outcome.ok) followIt(outcome.answer);
    else over(outcome.problem.code === 'flow-ended' ? { code: 'internal-error' } : outcome.problem);
    return outcome.ok;
  };
  /** Who presses while one is being begun waits for that one. */
  let beginning: Promise<boolean> | undefined;
  const begin = (): Promise<boolean> => {
    beginning ??= beginOne().finally(() => {
      beginning = undefined;
    });
    return beginning;
  };
  /** Does it in the flow at hand, or else in a new one. */
  const within = async (step: () => Promise<Outcome<PhoneStep>>) => {
    message.clear();
    if (!following && !(await begin())) return;
    let outcome = await step();
    if (!outcome.ok && GONE.includes(outcome.problem.code) && (await begin())) outcome = await step();
    if (outcome.ok) following?.take(outcome.answer);
    else tell(outcome.problem);
  };
  const askPhones = async () => {
    acceptField(identifier);
    if (identifier.value.trim() === '') return refuseField(identifier, formWords.missingUserName);
    await within(() => ask('POST /api/sign-in/phone/name', { body: { flow, identifier: identifier.value } }));
  };
  find('mobile-panel', HTMLElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void submitButton?.run(words.wait.asking, askPhones);
  });
  newQr.addEventListener('click', () => {
    const series = () => ask('POST /api/sign-in/phone/series', { body: { flow } });
    void newQrButton.run(newQr.textContent ?? '', () => (following ? within(series) : begin().then(() => {})));
  });
  find('phone-again', HTMLButtonElement).addEventListener('click', async () => {
    if (await begin()) identifier.focus();
  });
  return {
    async open() {
      if (following) return following.look();
      if (openPhoneHint.read() === undefined) return void (await begin());
      const outcome = await ask('GET /api/sign-in/phone');
      if (outcome.ok && outcome.answer.step === 'phone') followIt(outcome.answer);
      else await begin();
    },
    close: leave,
  };
}
