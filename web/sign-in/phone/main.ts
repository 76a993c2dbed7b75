import type { PhoneStep } from '../../../lambdas/http/answers/phones.ts';
import type { StartStep } from '../../../lambdas/http/answers/steps.ts';
import { follow } from '../../approval/follow.ts';
import { ask, type Outcome, type Problem } from '../../shared/api.ts';
import { find } from '../../shared/dom.ts';
import { acceptField, refuseField } from '../../shared/field-error.ts';
import { formWords } from '../../shared/form-words.ts';
import { openPhoneHint } from '../../shared/hints.ts';
import { isOutcomeUnknown } from '../../shared/problem-words.ts';
import { type Panel, panelWith, show, tell } from './panel.ts';
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

const AGAIN_MILLISECONDS = 3000;

function leave(panel: Panel): void {
  panel.following?.stop();
  panel.following = undefined;
  panel.box.stop();
}

function followIt(panel: Panel, step: PhoneStep): void {
  leave(panel);
  panel.message.clear();
  panel.flow = step.flow;
  openPhoneHint.write(step.flow);
  panel.following = follow(step, {
    look: (options) => ask('GET /api/sign-in/phone', options),
    redeem: (submission) => ask('POST /api/sign-in/phone/result', submission),
    show: (told) => show(panel, told),
    done: panel.signedIn,
    ended: (problem) => over(panel, problem),
  });
}

/** Nothing is waited for any longer; a press begins anew. */
function over(panel: Panel, problem: Problem): void {
  leave(panel);
  openPhoneHint.clear();
  // Where nobody was asked nothing was lost: a new code is all it takes.
  const isQuiet = panel.shown === 'scan' && problem.code === 'flow-ended';
  show(panel, { step: 'phone', flow: panel.flow, state: 'scan', flowEndsInSeconds: 0 });
  if (!isQuiet) tell(panel, problem);
}

async function beginOne(panel: Panel): Promise<boolean> {
  const outcome = await ask('POST /api/sign-in/phone', { body: {} });
  if (outcome.ok) followIt(panel, outcome.answer);
  else over(panel, outcome.problem.code === 'flow-ended' ? { code: 'internal-error' } : outcome.problem);
  return outcome.ok;
}

/** How it stands. In a tunnel it is asked again: to begin another would lose what the phone may have accepted. */
async function look(panel: Panel): Promise<Outcome<PhoneStep | StartStep>> {
  for (;;) {
    const outcome = await ask('GET /api/sign-in/phone', { patienceMilliseconds: 5000 });
    const isKnown = outcome.ok || !isOutcomeUnknown(outcome.problem);
    if (isKnown || find('mobile-panel', HTMLElement).hidden) return outcome;
    tell(panel, outcome.problem);
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MILLISECONDS));
  }
}

function begin(panel: Panel): Promise<boolean> {
  panel.beginning ??= beginOne(panel).finally(() => {
    panel.beginning = undefined;
  });
  return panel.beginning;
}

/** Does it in the flow at hand, or else in a new one. */
async function within(panel: Panel, step: () => Promise<Outcome<PhoneStep>>): Promise<void> {
  panel.message.clear();
  if (!panel.following && !(await begin(panel))) return;
  let outcome = await step();
  if (!outcome.ok && GONE.includes(outcome.problem.code) && (await begin(panel))) outcome = await step();
  if (outcome.ok) panel.following?.take(outcome.answer);
  else tell(panel, outcome.problem);
}

async function askPhones(panel: Panel, identifier: HTMLInputElement): Promise<void> {
  acceptField(identifier);
  if (identifier.value.trim() === '') return refuseField(identifier, formWords.missingUserName);
  await within(panel, () =>
    ask('POST /api/sign-in/phone/name', { body: { flow: panel.flow, identifier: identifier.value } }),
  );
}

function listen(panel: Panel): void {
  const identifier = find('identifier', HTMLInputElement);
  const newQr = find('phone-new-qr', HTMLButtonElement);
  find('mobile-panel', HTMLElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void panel.submit?.run(panel.words.wait.asking, () => askPhones(panel, identifier));
  });
  newQr.addEventListener('click', () => {
    const series = () => ask('POST /api/sign-in/phone/series', { body: { flow: panel.flow } });
    const anew = () => (panel.following ? within(panel, series) : begin(panel).then(() => {}));
    void panel.newQr.run(newQr.textContent ?? '', anew);
  });
  find('phone-again', HTMLButtonElement).addEventListener('click', async () => {
    if (await begin(panel)) identifier.focus();
  });
}

/** Prepares the panel; `signedIn` leaves the page. */
export function createPhoneSignIn(words: PhoneWords, signedIn: () => void): PhoneSignIn {
  const panel = panelWith(words, signedIn);
  listen(panel);
  return {
    async open() {
      if (panel.following) return panel.following.look();
      if (openPhoneHint.read() === undefined) return void (await begin(panel));
      const outcome = await look(panel);
      if (find('mobile-panel', HTMLElement).hidden) return;
      if (outcome.ok && outcome.answer.step === 'phone') followIt(panel, outcome.answer);
      else await begin(panel);
    },
    close: () => leave(panel),
  };
}
