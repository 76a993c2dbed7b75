/**
 * The rules for a new password, each on its own, so that a page can show them one by one. Runs in browsers too: the
 * list of common passwords is handed in where there is one.
 *
 * A character is a code point of the password in NFC, the form that is hashed (NIST SP 800-63B-4, 3.1.1.2). Its kind:
 * upper case (`\p{Lu}`, and title case such as ǅ), lower case (`\p{Ll}`), digit (0-9), and special: all else, that is
 * punctuation, spaces, emoji, marks that NFC leaves apart, digits of other scripts, and letters that have no case.
 */
export type PasswordPolicy = 'classic' | 'modern';

export type PasswordRule =
  /** `classic` 10 to 17 characters, `modern` 12 to 256. */
  | 'length'
  /** `classic` only: at least three kinds. */
  | 'three-kinds'
  /** `classic` only: of three kinds, at least two characters each. */
  | 'two-of-each'
  /** No control characters, and no half of a character: neither can be typed again. */
  | 'characters'
  /** Nothing of the account's own name, e-mail address or user name, nor of the portal's name. */
  | 'not-own'
  /** Not the password that the account has now; judged only where its hash is at hand. */
  | 'not-current'
  /** Not a common password; judged only where the list is at hand. */
  | 'not-common';

export interface CheckedRule {
  readonly rule: PasswordRule;
  readonly met: boolean;
}

export const LENGTHS = { classic: { least: 10, most: 17 }, modern: { least: 12, most: 256 } } as const;

/** What a password must not hold, besides being common. */
export interface Owner {
  readonly name: string;
  readonly email: string;
  readonly username?: string;
  /** The portal's name. */
  readonly portal: string;
}

/** All rules of a policy in the order in which to show them, each with whether the password meets it. */
export function checkPassword(
  policy: PasswordPolicy,
  password: string,
  owner: Owner,
  isCommon?: (password: string) => boolean,
): readonly CheckedRule[] {
  const text = password.normalize('NFC');
  const characters = [...text];
  const { least, most } = LENGTHS[policy];
  const counts = countKinds(characters);
  return [
    { rule: 'length', met: characters.length >= least && characters.length <= most },
    ...(policy === 'classic'
      ? ([
          { rule: 'three-kinds', met: atLeastThree(counts, 1) },
          { rule: 'two-of-each', met: atLeastThree(counts, 2) },
        ] as const)
      : []),
    { rule: 'characters', met: text.isWellFormed() && !/\p{Cc}/u.test(text) },
    { rule: 'not-own', met: !holdsOwn(text, owner) },
    ...(isCommon ? [{ rule: 'not-common', met: !isCommon(text) } as const] : []),
  ];
}

/** The rules that a password breaks; none when it may be set. */
export const brokenRules = (checked: readonly CheckedRule[]): readonly PasswordRule[] =>
  checked.filter(({ met }) => !met).map(({ rule }) => rule);

function countKinds(characters: readonly string[]): readonly number[] {
  const kinds = [/[\p{Lu}\p{Lt}]/u, /\p{Ll}/u, /[0-9]/];
  const counts = kinds.map((kind) => characters.filter((character) => kind.test(character)).length);
  return [...counts, counts.reduce((rest, count) => rest - count, characters.length)];
}

const atLeastThree = (counts: readonly number[], each: number) => counts.filter((count) => count >= each).length >= 3;

/** Shorter names are in too many words. */
const SHORTEST_OWN = 4;

function holdsOwn(password: string, { name, email, username = '', portal }: Owner): boolean {
  const local = email.slice(0, email.lastIndexOf('@'));
  const forms = [squeeze(bare(password)), squeeze(undisguise(bare(password)))];
  const own = [name, local, username, portal].flatMap(parts).filter((part) => [...part].length >= SHORTEST_OWN);
  return own.some((part) => forms.some((form) => form.includes(part)));
}

/** `Anna de Vries` → `annadevries`, `anna`, `de`, `vries`. */
function parts(text: string): readonly string[] {
  const plain = bare(text);
  return [squeeze(plain), ...plain.split(/[^\p{L}\p{N}]+/u)];
}

/** Compatibility forms, accents and case do not count when texts are compared. */
export const bare = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase().toLowerCase();

const squeeze = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '');

const DISGUISES: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '8': 'b',
  '3': 'e',
  '€': 'e',
  '1': 'i',
  '!': 'i',
  '|': 'l',
  '0': 'o',
  '5': 's',
  $: 's',
  '7': 't',
  '+': 't',
};

/** `p@$$w0rd` → `password`: the substitutions that everybody knows. */
export const undisguise = (text: string): string =>
  text.replace(/[@483€1!|05$7+]/g, (character) => DISGUISES[character] ?? character);
