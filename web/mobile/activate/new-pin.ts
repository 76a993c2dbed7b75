import { digitsOf } from '../../shared/digits.ts';
import { find } from '../../shared/dom.ts';
import { acceptField, refuseField } from '../../shared/field-error.ts';
import { faultOf, PIN_LENGTHS } from '../keys/pin-rules.ts';
import { words } from '../page-words.ts';
import { type Press, showScreen } from '../screens.ts';

/** Digits only, whatever is typed. */
export function pinField(id: string): HTMLInputElement {
  const field = find(id, HTMLInputElement);
  field.value = '';
  acceptField(field);
  field.oninput = () => {
    const digits = digitsOf(field.value, PIN_LENGTHS.most);
    if (field.value !== digits) field.value = digits;
    acceptField(field);
  };
  return field;
}

/** Takes the focus to what is wrong with the two. */
function areGood(pin: HTMLInputElement, again: HTMLInputElement): boolean {
  const fault = faultOf(pin.value);
  if (fault !== undefined) refuseField(pin, pin.value === '' ? words.missingPin : words.pinFaults[fault]);
  else if (again.value !== pin.value) refuseField(again, words.pinMismatch);
  return fault === undefined && again.value === pin.value;
}

/** A new PIN, typed twice, and the press that it goes on with; undefined when the person goes back. */
export async function askNewPin(): Promise<{ readonly pin: string; readonly press: Press } | undefined> {
  const screen = showScreen('new-pin');
  const [field, again] = [pinField('choose-pin'), pinField('confirm-pin')];
  field.focus();
  for (;;) {
    const press = await screen.press();
    const pin = field.value;
    const isGood = press.answer !== 'back' && areGood(field, again);
    if (press.answer === 'back' || isGood) {
      // Nothing of it stays in the page.
      field.value = '';
      again.value = '';
      return isGood ? { pin, press } : undefined;
    }
  }
}
