/** Digits of a PIN. */
export const PIN_LENGTHS = { least: 6, most: 12 } as const;

/** Why a PIN is refused. */
export type PinFault = 'too-short' | 'same-digit' | 'run' | 'repeated' | 'common';

/** First of any list of PINs that people choose (NIST SP 800-63B-4, 3.1.1.2 asks for such a list), years left out. */
const COMMON: readonly string[] = [
  '102030',
  '112233',
  '112358',
  '121314',
  '123321',
  '123698',
  '131420',
  '142536',
  '147258',
  '147852',
  '159357',
  '159753',
  '213141',
  '246810',
  '258456',
  '314159',
  '332211',
  '520131',
  '654123',
  '741852',
  '753951',
  '789456',
  '852456',
  '963852',
  '987456',
];

/** Whether each digit is the one before plus `step`; after 9 comes 0, as on a keyboard. */
const isRun = (pin: string, step: number): boolean =>
  [...pin].every((digit, index) => index === 0 || Number(digit) === (Number(pin[index - 1]) + step + 10) % 10);

const repeats = (pin: string, length: number): boolean =>
  pin
    .slice(0, length)
    .repeat(Math.ceil(pin.length / length))
    .slice(0, pin.length) === pin;

/** The first rule that a PIN breaks; undefined when it is good. The PIN never leaves the phone, so nobody else can check it. */
export function faultOf(pin: string): PinFault | undefined {
  if (pin.length < PIN_LENGTHS.least) return 'too-short';
  if (repeats(pin, 1)) return 'same-digit';
  if (isRun(pin, 1) || isRun(pin, -1)) return 'run';
  if (repeats(pin, 2) || repeats(pin, 3)) return 'repeated';
  return COMMON.includes(pin) ? 'common' : undefined;
}
