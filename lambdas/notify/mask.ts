import { domainToUnicode } from 'node:url';
import { inertLine } from './inert.ts';

const DOTS = '•••';

/** `anna@mail.example.org` → `a•••@m•••.org`: enough to recognise an own address. The dots tell nothing of the length. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 1) return DOTS;
  const domain = domainToUnicode(address.slice(at + 1)) || address.slice(at + 1);
  const dot = domain.lastIndexOf('.');
  const ending = dot > 0 ? inertLine(domain.slice(dot)) : '';
  return `${firstLetter(address.slice(0, at))}${DOTS}@${firstLetter(domain)}${DOTS}${ending}`;
}

/** `+31612345678` → `••• •• 78`. A value too short to be a number shows nothing of itself. */
export function maskPhone(number: string): string {
  const digits = number.replace(/[^0-9]/g, '');
  return digits.length < 7 ? `${DOTS} ••` : `${DOTS} •• ${digits.slice(-2)}`;
}

/** The first letter with its accents, as a reader counts letters. */
function firstLetter(text: string): string {
  const shown = inertLine(text);
  // Most addresses; to tell letters with accents takes milliseconds the first time.
  if (/^[!-~]([!-~]|$)/.test(shown)) return shown.slice(0, 1);
  const [first] = new Intl.Segmenter().segment(shown);
  return first?.segment ?? '';
}
