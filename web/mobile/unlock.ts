import { find, say } from '../shared/dom.ts';
import { refuseField } from '../shared/field-error.ts';
import { pinField } from './activate/new-pin.ts';
import { whileBusy } from './busy.ts';
import { type FingerprintAssertion, signByFingerprint } from './keys/fingerprint.ts';
import { pinKeyOf } from './keys/pin-key.ts';
import { words } from './page-words.ts';
import type { Profile } from './profiles.ts';
import { type Press, type Screen, showScreen } from './screens.ts';

/** What goes with a decision or a change: signed by the key of the PIN, or by a fingerprint. */
export type Unlocked =
  | { readonly pin: { readonly key: string; readonly signature: string } }
  | { readonly fingerprint: FingerprintAssertion };

/** Signs a text; undefined when finger or face was not recognised. Holds no PIN longer than it is needed. */
export type Sign = (text: string) => Promise<Unlocked | undefined>;

export interface Unlocking {
  readonly sign: Sign;
  /** The press that it goes on with. */
  readonly press: Press;
  readonly screen: Screen;
}

async function signerByPin(pin: string, { pinKey, salt }: Profile): Promise<Sign> {
  const key = await pinKeyOf(pin, { deviceKey: pinKey, salt });
  return async (text) => ({ pin: { key: key.key, signature: await key.sign(text) } });
}

const signerByFingerprint =
  (credential: string): Sign =>
  async (text) => {
    const fingerprint = await signByFingerprint(text, credential);
    return fingerprint && { fingerprint };
  };

/** `what`: what is confirmed; `trouble`: why it is asked again. */
interface Asking {
  readonly what?: string;
  readonly trouble: string | undefined;
}

/** Asks for PIN or fingerprint; undefined when the person goes back. */
export async function askUnlock(profile: Profile, { what, trouble }: Asking): Promise<Unlocking | undefined> {
  const { fingerprint } = profile;
  find('use-fingerprint', HTMLButtonElement).hidden = fingerprint === undefined;
  const screen = showScreen('unlock');
  say(find('unlock-for', HTMLElement), what);
  const field = pinField('pin');
  if (trouble !== undefined) screen.message.tell('bad', trouble);
  // Where a finger will do, no keyboard jumps up.
  if (fingerprint === undefined) field.focus();
  for (;;) {
    const press = await screen.press();
    if (press.answer === 'back') return undefined;
    if (press.answer === 'fingerprint' && fingerprint !== undefined) {
      return { sign: signerByFingerprint(fingerprint), press, screen };
    }
    const pin = field.value;
    if (pin === '') refuseField(field, words.missingPin);
    else {
      field.value = '';
      return { sign: await whileBusy(press.button, words.working, () => signerByPin(pin, profile)), press, screen };
    }
  }
}
