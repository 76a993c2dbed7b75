import { domainToASCII } from 'node:url';

export type IdentifierKind = 'email' | 'username';

/** What a person types to say who they are, in the one form in which it is stored and compared. */
export interface Identifier {
  readonly kind: IdentifierKind;
  readonly canonical: string;
}

/** Control, format (zero-width, bidirectional), private, unassigned and surrogate characters, and separators. */
const INVISIBLE = /[\p{C}\p{Z}]/u;

/**
 * Scripts that are written together in one word (Unicode TR 39, "highly restrictive"). Made into patterns only when
 * asked: all of them would be a fiftieth of a function's start, and nearly every identifier is of the first.
 */
const SCRIPT_SETS = [
  ['Latin'],
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
  ['Cyrillic'],
  ['Greek'],
  ['Arabic'],
  ['Hebrew'],
  ['Devanagari'],
  ['Thai'],
  ['Armenian'],
  ['Georgian'],
];

function scriptsOnly(scripts: readonly string[]): RegExp {
  const classes = ['Common', 'Inherited', ...scripts].map((script) => `\\p{Script=${script}}`);
  return new RegExp(`^[${classes.join('')}]*$`, 'u');
}

const EMAIL = /^[^@"(),:;<>[\\\]]{1,64}@[^@]{1,253}$/u;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;
const USERNAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._'+-]{0,63}$/u;

/**
 * The canonical form of an identifier: NFKC, case-folded, trimmed; a domain in ASCII.
 * Undefined for what no account can have: no form of either kind, invisible characters, or scripts mixed to deceive.
 */
export function canonicalise(typed: string): Identifier | undefined {
  const folded = fold(typed);
  if (folded.length === 0 || folded.length > 254 || INVISIBLE.test(folded)) return undefined;
  if (!SCRIPT_SETS.some((set) => scriptsOnly(set).test(folded))) return undefined;
  if (!folded.includes('@')) return USERNAME.test(folded) ? { kind: 'username', canonical: folded } : undefined;
  if (!EMAIL.test(folded)) return undefined;
  const at = folded.lastIndexOf('@');
  const domain = domainToASCII(folded.slice(at + 1));
  return DOMAIN.test(domain) ? { kind: 'email', canonical: `${folded.slice(0, at)}@${domain}` } : undefined;
}

/** NFKC and case-folded, stable under repetition, and trimmed. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().normalize('NFKC').trim();
}
