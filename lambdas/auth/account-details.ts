import { isLocale, type Locale } from '../../locales/locale.ts';
import type { Settings } from '../settings.ts';
import type { Channel, Phone, Role } from './account.ts';
import { canonicalise } from './identifiers.ts';
import { OperatorRefusal } from './operator-refusal.ts';
import { phoneOf } from './phone-numbers.ts';

/** What an operator says of a new account, as typed. */
export interface GivenDetails {
  readonly email: string;
  readonly username?: string;
  readonly name?: string;
  /** International form, `+31 6 12345678`. */
  readonly phone?: string;
  readonly locale?: string;
  readonly role?: Role;
  readonly channel?: Channel;
}

/** The same in the form in which it is stored, defaults filled in. */
export interface AccountDetails {
  readonly email: string;
  readonly username?: string;
  readonly name: string;
  readonly phone?: Phone;
  readonly locale: Locale;
  readonly role: Role;
  readonly channel: Channel;
}

/** Checks what was given against the deployment's settings. Throws `OperatorRefusal` at the first mistake. */
export function checkDetails(settings: Settings, given: GivenDetails): AccountDetails {
  const email = checkEmail(given.email);
  const username = checkUsername(settings, given.username);
  const phone = given.phone === undefined ? undefined : checkPhone(settings, given.phone);
  return {
    email,
    ...(username !== undefined && { username }),
    name: checkName(given.name ?? username ?? email.slice(0, email.lastIndexOf('@'))),
    ...(phone && { phone }),
    locale: checkLocale(settings, given.locale ?? settings.locales[0] ?? 'en-GB'),
    role: given.role ?? 'member',
    channel: checkChannel(given.channel ?? 'email', phone),
  };
}

function checkEmail(typed: string): string {
  const identifier = canonicalise(typed);
  if (identifier?.kind === 'email') return identifier.canonical;
  throw new OperatorRefusal('email-invalid', 'This is not an e-mail address. One looks like anna@example.org.');
}

function checkUsername({ identifiers }: Settings, typed: string | undefined): string | undefined {
  if (typed === undefined) {
    if (identifiers.includes('email')) return undefined;
    throw new OperatorRefusal('username-needed', 'People sign in with their user names here: give one.');
  }
  if (!identifiers.includes('username')) {
    throw new OperatorRefusal('username-not-used', 'This portal has no user names: people sign in by e-mail address.');
  }
  const identifier = canonicalise(typed);
  if (identifier?.kind === 'username') return identifier.canonical;
  throw new OperatorRefusal(
    'username-invalid',
    "A user name is 1 to 64 letters and digits of one script; inside, also . _ ' + and -.",
  );
}

const LONGEST_NAME = 80;
/** Line ends, controls, bidirectional overrides, halves of characters. Joiners stay: some scripts are written with them. */
const NOT_IN_NAMES = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** The name that a person is greeted by, in NFC. */
export function checkName(typed: string): string {
  const name = typed.normalize('NFC').trim();
  if (/\P{Z}/u.test(name) && [...name].length <= LONGEST_NAME && !NOT_IN_NAMES.test(name)) return name;
  throw new OperatorRefusal('name-invalid', `A name is 1 to ${LONGEST_NAME} characters on one line.`);
}

/** A number that exists by the rules of its country, which is one that this portal texts to. */
function checkPhone({ smsCountries }: Settings, typed: string): Phone {
  const phone = phoneOf(typed);
  if (!phone) {
    throw new OperatorRefusal(
      'phone-invalid',
      'This is not a phone number in international form. One looks like +31612345678.',
    );
  }
  const { country } = phone;
  if (smsCountries.includes(country)) return phone;
  const allowed = smsCountries.length > 0 ? `to ${smsCountries.join(', ')}` : 'to nobody';
  throw new OperatorRefusal('phone-country-refused', `This portal sends text messages ${allowed}, not to ${country}.`);
}

/** The language as it was typed, if the portal offers it. Throws `locale-not-offered`. */
export function checkLocale({ locales }: Settings, typed: string): Locale {
  if (isLocale(typed) && locales.includes(typed)) return typed;
  throw new OperatorRefusal('locale-not-offered', `This portal speaks ${locales.join(', ')}.`);
}

/** The preferred channel, if the account has it. Throws `channel-needs-phone`. */
export function checkChannel(channel: Channel, phone: Phone | undefined): Channel {
  if (channel === 'email' || phone) return channel;
  throw new OperatorRefusal('channel-needs-phone', 'Codes by SMS need a phone number, and the account has none.');
}
