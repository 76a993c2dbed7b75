import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Phone } from './account.ts';

/** A number in international form that exists by the rules of its country; undefined for anything else. */
export function phoneOf(typed: string): Phone | undefined {
  // By default the parser looks for a number anywhere in a text.
  const found = parsePhoneNumberFromString(typed.trim(), { extract: false });
  if (!found?.country || found.ext || !found.isValid()) return undefined;
  return { number: found.number, country: found.country };
}
