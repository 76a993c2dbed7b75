import { find } from '../../shared/dom.ts';
import { acceptField, refuseField } from '../../shared/field-error.ts';
import { problems } from '../../shared/form-words.ts';
import { problemSentence } from '../../shared/problem-words.ts';
import type { App, Notice } from '../app.ts';
import { whileBusy } from '../busy.ts';
import { moment, put } from '../facts.ts';
import { hasFingerprint } from '../keys/fingerprint.ts';
import { words } from '../page-words.ts';
import type { Phone } from '../phone.ts';
import { askAs } from '../phone-api.ts';
import { canPush, subscribe } from '../push.ts';
import { type Screen, showScreen } from '../screens.ts';
import { addFingerprint, changePin, removeFingerprint } from './change.ts';

const stateOf = (isOn: boolean): string => (isOn ? words.on : words.off);

/** What the portal knows of the phone; what it does not know yet is not offered. */
function render(phone: Phone, canRecognise: boolean): void {
  const view = phone.view();
  const profile = phone.profile();
  const hasOne = profile.fingerprint !== undefined;
  const isActive = view?.state === 'active';
  put('profile-heading', profile.person);
  put('profile-email', profile.email);
  put('profile-name', view?.name ?? '');
  put('profile-used', view?.lastUsed ? moment(view.lastUsed.at) : words.neverUsed);
  put('fingerprint-state', stateOf(hasOne));
  put('change-fingerprint', hasOne ? words.removeFingerprint : words.addFingerprint);
  put('push-state', stateOf(view?.subscribed === true));
  put('change-push', view?.subscribed ? words.turnOff : words.turnOn);
  find('profile-fingerprint', HTMLElement).hidden = !isActive || !(hasOne || canRecognise);
  find('profile-push', HTMLElement).hidden = !isActive || !canPush();
  find('profile-actions', HTMLElement).hidden = !isActive;
}

async function rename(phone: Phone): Promise<Notice | undefined> {
  const screen = showScreen('rename');
  const field = find('new-name', HTMLInputElement);
  field.value = phone.view()?.name ?? '';
  acceptField(field);
  field.focus();
  for (;;) {
    const { answer, button } = await screen.press();
    if (answer === 'back') return undefined;
    const name = field.value.trim();
    if (name === '') refuseField(field, words.missingName);
    else {
      const outcome = await whileBusy(button, words.saving, () =>
        askAs(phone.prover, 'PATCH /api/phone', async () => ({ name })),
      );
      if (outcome.ok) phone.know(outcome);
      if (outcome.ok) return { tone: 'calm', sentence: words.saved };
      refuseField(field, problemSentence(outcome.problem, problems));
    }
  }
}

/** Tells the portal first; if it does not know the phone any more, that is as good. */
async function remove(app: App, phone: Phone): Promise<Notice | undefined> {
  const { device, email } = phone.profile();
  put('removal-of', email);
  const { answer, button } = await showScreen('removal').press();
  if (answer === 'back') return undefined;
  const outcome = await whileBusy(button, words.removing, () => askAs(phone.prover, 'DELETE /api/phone'));
  await app.forget(device);
  const isTold = outcome.ok || outcome.problem.code === 'phone-unknown';
  return isTold ? { tone: 'calm', sentence: words.removed } : { tone: 'bad', sentence: words.removedHere };
}

/** Notifications on or off. */
async function togglePush(phone: Phone): Promise<Notice | undefined> {
  const view = phone.view();
  if (!view) return undefined;
  const subscription = view.subscribed ? null : await subscribe(view.pushKey);
  if (subscription === 'denied') return { tone: 'bad', sentence: words.pushDenied };
  if (subscription === 'failed') return { tone: 'bad', sentence: words.pushFailed };
  const outcome = await askAs(phone.prover, 'PUT /api/phone/push', async () => ({ subscription }));
  if (!outcome.ok) return { tone: 'bad', sentence: problemSentence(outcome.problem, problems) };
  phone.know(outcome);
  return { tone: 'calm', sentence: words.saved };
}

function openScreen(app: App, phone: Phone, canRecognise: boolean, notice: Notice | undefined): Screen {
  render(phone, canRecognise);
  const screen = showScreen('profile');
  if (notice) screen.message.tell(notice.tone, notice.sentence);
  app.watch(() => render(phone, canRecognise));
  screen.left.addEventListener('abort', () => app.watch(() => {}));
  return screen;
}

type Deed = (app: App, phone: Phone) => Promise<Notice | undefined>;

/** What each button of the profile does. */
const deeds: Readonly<Partial<Record<string, Deed>>> = {
  rename: (_, phone) => rename(phone),
  pin: (_, phone) => changePin(phone),
  remove,
  push: (_, phone) => togglePush(phone),
  fingerprint: (_, phone) =>
    phone.profile().fingerprint === undefined ? addFingerprint(phone) : removeFingerprint(phone),
};

/** One profile: what there is of it, and what can be changed. */
export async function openProfile(app: App, phone: Phone): Promise<Notice | undefined> {
  const canRecognise = await hasFingerprint();
  let notice: Notice | undefined;
  for (;;) {
    if (!app.phones().includes(phone)) return notice;
    const { answer } = await openScreen(app, phone, canRecognise, notice).press();
    if (answer === 'back') return undefined;
    notice = await deeds[answer]?.(app, phone);
  }
}
