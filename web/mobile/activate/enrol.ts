import type { EnrolmentCard } from '../../../lambdas/http/answers/phones.ts';
import { problems } from '../../shared/form-words.ts';
import { problemSentence } from '../../shared/problem-words.ts';
import type { App, Notice } from '../app.ts';
import { whileBusy } from '../busy.ts';
import { moment, put } from '../facts.ts';
import { fingerprintChallenge, proveKeys } from '../keys/enrolment.ts';
import { type FingerprintRegistration, hasFingerprint, registerFingerprint } from '../keys/fingerprint.ts';
import { canMakePinKeys, newPinMaterial, pinKeyOf } from '../keys/pin-key.ts';
import { newPossession } from '../keys/possession.ts';
import { forgetLink } from '../open-link.ts';
import { words } from '../page-words.ts';
import { askAsNewcomer } from '../phone-api.ts';
import { keepForGood } from '../profiles.ts';
import { type Press, showScreen } from '../screens.ts';
import { showUnable } from '../unable.ts';
import { askNewPin } from './new-pin.ts';
import { finishActivation } from './number.ts';
import { suggestName } from './phone-name.ts';

/** Who and which portal: whether to go on. */
async function isWanted(card: EnrolmentCard): Promise<boolean> {
  const screen = showScreen('enrol');
  put('enrol-person', card.person);
  put('enrol-email', card.email);
  put('enrol-browser', card.browser);
  put('enrol-place', card.place ?? words.unknownPlace);
  put('enrol-at', moment(card.at));
  return (await screen.press()).answer === 'activate';
}

/** All keys of the phone, and how its owner unlocks it. */
async function makeKeys(enrolment: string, pin: string) {
  const [possession, material] = await Promise.all([newPossession(), newPinMaterial()]);
  const pinKey = await pinKeyOf(pin, material);
  const challenge = await fingerprintChallenge({ enrolment, possession });
  return { possession, material, pinKey, challenge };
}

type Keys = Awaited<ReturnType<typeof makeKeys>>;

/** Offers finger or face, where the phone has it; the press that it goes on with. */
async function offerFingerprint(
  { challenge }: Keys,
  { person, email }: EnrolmentCard,
): Promise<{ readonly fingerprint?: FingerprintRegistration; readonly press: Press }> {
  const screen = showScreen('finger');
  for (;;) {
    const press = await screen.press();
    if (press.answer === 'skip') return { press };
    const fingerprint = await registerFingerprint(challenge, document.title, { person, email });
    if (fingerprint) return { fingerprint, press };
    screen.message.tell('bad', words.fingerprintFailed);
  }
}

async function register(
  app: App,
  enrolment: string,
  keys: Keys,
  card: EnrolmentCard,
  fingerprint?: FingerprintRegistration,
) {
  const { possession, material, pinKey: pin } = keys;
  const { origin } = location;
  const proved = await proveKeys({ enrolment, origin, possession, pin, ...(fingerprint && { fingerprint }) });
  const outcome = await askAsNewcomer('POST /api/phone/keys', { enrolment, name: await suggestName(), ...proved });
  if (!outcome.ok) return outcome;
  const { account, device } = outcome.answer;
  const { person, email } = card;
  const phone = await app.keep({
    ...{ device, account, person, email },
    possession: possession.key,
    pinKey: material.deviceKey,
    salt: material.salt,
    ...(fingerprint && { fingerprint: fingerprint.id }),
  });
  return { ok: true as const, answer: { ...outcome.answer, phone } };
}

/** Makes this phone one of somebody's: card, PIN, fingerprint, and the number that is typed in the browser. */
export async function activate(app: App, enrolment: string): Promise<Notice | undefined> {
  const outcome = await askAsNewcomer('POST /api/phone/enrolment', { enrolment });
  if (!outcome.ok) return { tone: 'bad', sentence: problemSentence(outcome.problem, problems) };
  if (!(await canMakePinKeys())) return showUnable('keys');
  if (!(await isWanted(outcome.answer))) return undefined;
  const chosen = await askNewPin();
  if (!chosen) return undefined;
  void keepForGood();
  const keys = await whileBusy(chosen.press.button, words.working, () => makeKeys(enrolment, chosen.pin));
  const { press, fingerprint } = (await hasFingerprint())
    ? await offerFingerprint(keys, outcome.answer)
    : { ...chosen };
  const registered = await whileBusy(press.button, words.activating, () =>
    register(app, enrolment, keys, outcome.answer, fingerprint),
  );
  if (!registered.ok) return { tone: 'bad', sentence: problemSentence(registered.problem, problems) };
  // From here on the profile is kept, and the link is used up.
  forgetLink();
  const { phone } = registered.answer;
  return finishActivation(app, phone, registered.answer);
}
