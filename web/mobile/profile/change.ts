import type { PhoneView } from '../../../lambdas/http/answers/phones.ts';
import type { Outcome } from '../../shared/api.ts';
import { askNewPin } from '../activate/new-pin.ts';
import type { Notice } from '../app.ts';
import { whileBusy } from '../busy.ts';
import { base64url, bytesOf, hashText, sha256 } from '../keys/bytes.ts';
import { changeText } from '../keys/decision.ts';
import { addingChallenge, type FingerprintRegistration, registerFingerprint } from '../keys/fingerprint.ts';
import { type PinKey, pinKeyOf } from '../keys/pin-key.ts';
import { words } from '../page-words.ts';
import type { Phone } from '../phone.ts';
import { askAs } from '../phone-api.ts';
import { type Press, showScreen } from '../screens.ts';
import { mayUnlockAgain, troubleSentence } from '../trouble.ts';
import { askUnlock, type Sign } from '../unlock.ts';

/** A change of what unlocks the phone: what it is made of, asked once the phone was unlocked. */
interface Change {
  /** Undefined when the person goes back. */
  prepare(): Promise<{ readonly press: Press; send(sign: Sign): Promise<Outcome<PhoneView> | undefined> } | undefined>;
}

/** Unlocks with what unlocks it now, makes the change, and asks again as long as that was not it. */
async function behindUnlock(phone: Phone, change: Change): Promise<Outcome<PhoneView> | undefined> {
  let trouble: string | undefined;
  let prepared: Awaited<ReturnType<Change['prepare']>>;
  for (;;) {
    const unlocking = await askUnlock(phone.profile(), { trouble });
    if (!unlocking) return undefined;
    const again = prepared !== undefined;
    prepared ??= await change.prepare();
    if (!prepared) return undefined;
    const { send, press } = prepared;
    const button = again ? unlocking.press.button : press.button;
    const outcome = await whileBusy(button, words.saving, () => send(unlocking.sign));
    if (outcome && (outcome.ok || !mayUnlockAgain(outcome.problem))) return outcome;
    trouble = outcome ? troubleSentence(outcome.problem) : words.fingerprintFailed;
  }
}

const notRecognised = Symbol('not recognised');

/** Sends the change, signed for this very request; undefined when finger or face was not recognised. */
async function sendChange(
  { prover }: Phone,
  route: 'PUT /api/phone/pin' | 'PUT /api/phone/fingerprint',
  next: string,
  sign: Sign,
  bodyOf: (change: string) => Promise<object>,
): Promise<Outcome<PhoneView> | undefined> {
  const purpose = route === 'PUT /api/phone/pin' ? 'change-pin' : 'change-fingerprint';
  let state: typeof notRecognised | undefined;
  const outcome = await askAs(prover, route, async (nonce) => {
    const change = changeText({ ...prover, origin: location.origin }, { purpose, nonce, next });
    const unlocked = await sign(change);
    if (!unlocked) {
      state = notRecognised;
      throw new Error('Finger or face was not recognised.');
    }
    return { change, ...unlocked, ...(await bodyOf(change)) };
  });
  return state === notRecognised ? undefined : outcome;
}

async function sendPin(phone: Phone, pin: PinKey, sign: Sign): Promise<Outcome<PhoneView> | undefined> {
  const next = base64url(await sha256(bytesOf(pin.key)));
  return sendChange(phone, 'PUT /api/phone/pin', next, sign, async (change) => ({
    next: { key: pin.key, signature: await pin.sign(change) },
  }));
}

async function sendFingerprint(
  phone: Phone,
  registration: FingerprintRegistration | null,
  sign: Sign,
): Promise<Outcome<PhoneView> | undefined> {
  const next = await hashText(registration?.id ?? '');
  return sendChange(phone, 'PUT /api/phone/fingerprint', next, sign, async () => ({ next: registration }));
}

/** What there is to tell of a change, which the phone takes over. */
function noticeOf(phone: Phone, outcome: Outcome<PhoneView> | undefined, changed: string): Notice | undefined {
  if (!outcome) return undefined;
  phone.know(outcome);
  return outcome.ok ? { tone: 'calm', sentence: changed } : { tone: 'bad', sentence: troubleSentence(outcome.problem) };
}

/** Another PIN, behind the present one or the fingerprint. */
export async function changePin(phone: Phone): Promise<Notice | undefined> {
  const { pinKey: deviceKey, salt } = phone.profile();
  const outcome = await behindUnlock(phone, {
    async prepare() {
      const chosen = await askNewPin();
      if (!chosen) return undefined;
      const { pin, press } = chosen;
      const key = await whileBusy(press.button, words.working, () => pinKeyOf(pin, { deviceKey, salt }));
      return { press, send: (sign) => sendPin(phone, key, sign) };
    },
  });
  return noticeOf(phone, outcome, words.pinChanged);
}

/** Offers finger or face; the press that it goes on with. */
async function askFingerprint({ profile }: Phone) {
  const { account, device, person, email } = profile();
  const screen = showScreen('finger');
  for (;;) {
    const press = await screen.press();
    if (press.answer === 'skip') return undefined;
    const challenge = await addingChallenge(account, device);
    const registration = await registerFingerprint(challenge, document.title, { person, email });
    if (registration) return { press, registration };
    screen.message.tell('bad', words.fingerprintFailed);
  }
}

/** Adds the fingerprint, behind the PIN. */
export async function addFingerprint(phone: Phone): Promise<Notice | undefined> {
  const outcome = await behindUnlock(phone, {
    async prepare() {
      const made = await askFingerprint(phone);
      return made && { press: made.press, send: (sign) => sendFingerprint(phone, made.registration, sign) };
    },
  });
  return noticeOf(phone, outcome, words.saved);
}

/** Takes the fingerprint away, behind what unlocks the phone now. */
export async function removeFingerprint(phone: Phone): Promise<Notice | undefined> {
  let trouble: string | undefined;
  for (;;) {
    const unlocking = await askUnlock(phone.profile(), { trouble });
    if (!unlocking) return undefined;
    const outcome = await whileBusy(unlocking.press.button, words.saving, () =>
      sendFingerprint(phone, null, unlocking.sign),
    );
    if (outcome && (outcome.ok || !mayUnlockAgain(outcome.problem))) return noticeOf(phone, outcome, words.saved);
    trouble = outcome ? troubleSentence(outcome.problem) : words.fingerprintFailed;
  }
}
