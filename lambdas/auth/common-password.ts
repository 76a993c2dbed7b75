import { brotliDecompressSync } from 'node:zlib';
import common from './common-passwords.json' with { type: 'json' };
import { bare, undisguise } from './password-policy.ts';

/**
 * Whether a password is one that many people use, or such a one dressed up to pass a rule of composition.
 *
 * Lists of leaked passwords hardly hold any that pass `classic`, because they hold what people chose before they were
 * told to add a capital, a digit and a sign; so what counts here is the word under the dress: `Password2024!!`,
 * `P@ssw0rd-123`, `Qwerty12Qwerty12`. The whole password is compared, never a word inside a longer one (NIST
 * SP 800-63B-4, 3.1.1.2): a common word with more than six other characters around it is not common.
 */
export function isCommonPassword(password: string): boolean {
  const plain = bare(password);
  if (isRun(plain)) return true;
  const unit = repeatedUnit(plain);
  if (unit.length < plain.length && count(unit) <= SHORT_UNIT) return true;
  return [plain, unit].flatMap(undressed).some((word) => commonWords().has(word));
}

/** What a password adds to a word to pass a rule: at most so many characters, before it and after it together. */
const DRESS = 6;
const SHORT_UNIT = 3;

/** The password as it is, its core without what is not a letter around it, and both with substitutions undone. */
function undressed(plain: string): readonly string[] {
  const disguised = trim(plain, /[^\p{L}@$]/u);
  const cores = [trim(plain, /[^\p{L}\p{N}]/u), trim(plain, /\P{L}/u), undisguise(disguised)];
  return [plain, undisguise(plain), ...cores.filter((core) => count(plain) - count(core) <= DRESS)];
}

const count = (text: string): number => [...text].length;

/** Without the characters at either end that are dress. */
function trim(text: string, dress: RegExp): string {
  const characters = [...text];
  const first = characters.findIndex((character) => !dress.test(character));
  const last = characters.findLastIndex((character) => !dress.test(character));
  return first < 0 ? '' : characters.slice(first, last + 1).join('');
}

/** `abcabcabc` → `abc`; what does not repeat itself is its own unit. */
const repeatedUnit = (text: string): string => /^(.+?)\1+$/su.exec(text)?.[1] ?? text;

/** One run along the alphabet or the digits, up or down, with hardly anything around it: `Abcdefghi12`, `9876543210`. */
function isRun(plain: string): boolean {
  const runs = plain.match(/[a-z]+|[0-9]+/g) ?? [];
  const sequences = runs.filter((run) => ALPHABETS.some((alphabet) => alphabet.includes(run)));
  return sequences.some((run) => run.length > plain.length * RUN_SHARE);
}

/** More than this part of a password in one run makes it a run. */
const RUN_SHARE = 0.8;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789012345678901234567890123456789';
const backwards = (text: string) => [...text].reverse().join('');
const ALPHABETS = [LETTERS, DIGITS, backwards(LETTERS), backwards(DIGITS)];

let known: ReadonlySet<string> | undefined;

/** The words that the list holds. Unpacked at the first question: most runs of a function ask none. */
export function commonWords(): ReadonlySet<string> {
  known ??= new Set(brotliDecompressSync(Buffer.from(common.brotli, 'base64')).toString().split(' '));
  return known;
}
