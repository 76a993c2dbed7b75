import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { commonWords, isCommonPassword } from '../../lambdas/auth/common-password.ts';
import { brokenRules, checkPassword, type PasswordPolicy } from '../../lambdas/auth/password-policy.ts';
import { commonPasswords } from '../../scripts/common-passwords.ts';

const owner = { name: 'Zoë van Dijk', email: 'z.vandijk@example.org', username: 'zoetje', portal: 'Gatehouse' };

const broken = (policy: PasswordPolicy, password: string) =>
  brokenRules(checkPassword(policy, password, owner, isCommonPassword));

describe('classic', () => {
  it.each([
    ['exactly 10 characters', 'Ab3$Cd4%ef', []],
    ['9 characters', 'Ab3$Cd4%e', ['length']],
    ['exactly 17', 'Ab3$Cd4%ef Gh5&ij', []],
    ['18', 'Ab3$Cd4%ef Gh5&ijk', ['length']],
    ['nothing', '', ['length', 'three-kinds', 'two-of-each']],
    ['one kind', 'velvetcanyon', ['three-kinds', 'two-of-each']],
    ['two kinds', 'VelvetCanyon', ['three-kinds', 'two-of-each']],
    ['three kinds with two characters each', 'VelvetCanyon58', []],
    ['three kinds, one of them once', 'Velvetcanyon58', ['two-of-each']],
    ['three kinds with one character each', 'vvvvvvvelveA1', ['two-of-each']],
    ['four kinds, three of them twice', 'VeLvetcanyo5-8', []],
    ['four kinds, two of them twice', 'Velvetcanyon-58', ['two-of-each']],
    ['lower case, digits and special, no upper case', 'velvet-canyon-58', []],
    ['upper case, digits and special, no lower case', 'VELVET-CANYON-58', []],
    ['upper and lower case outside ASCII', 'ÄÖvelvetß58', []],
    ['Greek and Cyrillic letters', 'ΑΒγδежзи58', []],
    ['title case counts as upper', 'ǅǅvelveten58', []],
    ['letters without case are special', '日本velvet58', []],
    ['digits of other scripts are special', '٣٤kwelmo58', []],
    ['spaces are special', 'velvet  canyon58', []],
    ['spaces at either end count and stay', ' elvetcany58 ', []],
    ['emoji are special, each one character', '🦊🦔kwelmo58', []],
    ['17 characters of which some are surrogate pairs', '🦊🦔🦊🦔🦊🦔🦊velvet5858', []],
    ['18 characters of which some are surrogate pairs', '🦊🦔🦊🦔🦊🦔🦊🦔velvet5858', ['length']],
    ['9 characters, 18 units of UTF-16', '🦊🦔🦊🦔🦊🦔🦊🦔🦊', ['length', 'three-kinds', 'two-of-each']],
    ['half a surrogate pair', 'velvet\ud83e58AB', ['characters']],
    ['a control character', 'velvet\u000058AB', ['characters']],
    ['a line end', 'velvet\n58ABcd', ['characters']],
  ])('%s', (_, password, rules) => {
    expect(broken('classic', password)).toEqual(rules);
  });

  it.each([
    ['10 characters in NFC, 12 in NFD', 'velvetÅÉ58', []],
    ['9 characters in NFC, 11 in NFD', 'velveÅÉ58', ['length']],
    ['17 characters in NFC', 'ÅÉÖÜvelvetcanyo58', []],
    ['18 characters in NFC', 'ÅÉÖÜvelvetcanyon58', ['length']],
  ])('%s: the form typed makes no difference', (_, password, rules) => {
    expect(password.normalize('NFD')).not.toBe(password.normalize('NFC'));
    expect(broken('classic', password.normalize('NFC'))).toEqual(rules);
    expect(broken('classic', password.normalize('NFD'))).toEqual(rules);
  });

  it('tells every rule in order, met or not', () => {
    expect(checkPassword('classic', 'velvet', owner, isCommonPassword)).toEqual([
      { rule: 'length', met: false },
      { rule: 'three-kinds', met: false },
      { rule: 'two-of-each', met: false },
      { rule: 'characters', met: true },
      { rule: 'not-own', met: true },
      { rule: 'not-common', met: false },
    ]);
  });

  it('does not judge what is common where the list is not at hand', () => {
    expect(checkPassword('classic', 'Password2024!!', owner).map(({ rule }) => rule)).not.toContain('not-common');
  });
});

describe('modern', () => {
  it.each([
    ['exactly 12 characters', 'velvetcanyon', []],
    ['11', 'velvetcanyo', ['length']],
    ['exactly 256', `${'velvet canyon '.repeat(18)}abcd`, []],
    ['257', `${'velvet canyon '.repeat(18)}abcde`, ['length']],
    ['256 characters in 512 units of UTF-16', `${'🦊'.repeat(255)}🦔`, []],
    ['one kind is enough', 'quiet river under stones', []],
  ])('%s', (_, password, rules) => {
    expect(broken('modern', password)).toEqual(rules);
  });
});

describe('what is the account’s own', () => {
  it.each([
    ['a part of the name', 'Vandijk-8842-x'],
    ['the name in other case', 'xVANDIJKx8842'],
    ['the name without its accents', 'XX-Zoevandijk-88'],
    ['the name, disguised', 'V@nd1jk-Kk-88'],
    ['the name, taken apart', 'Van_Dijk-8842'],
    ['the local part of the address', 'xx.Z.VanDijk.88'],
    ['the user name', 'Mooi-Zoetje-58'],
    ['the portal’s name', 'My-GateHouse-58'],
    ['the portal’s name, disguised', 'My-G@t3h0us3-58'],
  ])('%s is refused', (_, password) => {
    expect(broken('classic', password)).toEqual(['not-own']);
  });

  it('parts of fewer than four characters are in too many words', () => {
    expect(broken('classic', 'Zoem-Vanille-58')).toEqual([]);
  });
});

describe('T24: common passwords', () => {
  const words = [...commonWords()];
  /** As people dress a word up for a rule of composition. */
  const dresses: readonly ((word: string) => string)[] = [
    (word) => `${capital(word)}2024!!`.padEnd(10, '!'),
    (word) => `${capital(word)}123!`.padEnd(10, '!'),
    (word) => `!!${capital(word)}12`.padEnd(10, '1'),
    (word) => `${capital(word)}-2025`.padEnd(10, '!'),
  ];
  const capital = (word: string) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
  const core = words.filter((word) => /^[a-z]{5,9}$/.test(word));

  it('refuses 3,000 common words in the dresses that people give them, and every long one as it is', () => {
    const dressed = core.slice(0, 3000).flatMap((word) => dresses.map((dress) => dress(word)));
    const long = words.filter((word) => word.length >= 10);
    const accepted = [...dressed, ...long].filter((password) => !isCommonPassword(password));
    expect({ tried: dressed.length + long.length > 13_000, accepted }).toEqual({ tried: true, accepted: [] });
  });

  it('refuses more than 3,000 that the policy would let pass', () => {
    const passing = core
      .flatMap((word) => [`${capital(word)}A2024!!`, `${capital(word)}2024!!`, `${word}2024!!`])
      .filter((password) => brokenRules(checkPassword('classic', password, owner)).length === 0);
    const refused = passing.filter(isCommonPassword);
    expect(refused.length).toBeGreaterThan(3000);
  });

  it.each([
    ...['P@ssw0rd-123', 'Qwerty12Qwerty12', 'Aa1Aa1Aa1Aa1', 'Abcdefghijk1!', '9876543210Aa', 'aaaaaaaaaaaa'],
    ...['PASSWORD12!!', 'Ｐａｓｓｗｏｒｄ12!!', 'pässwörd12!!', '1q2w3e4r5t!!'],
  ])('%s is common', (password) => {
    expect(isCommonPassword(password)).toBe(true);
  });

  it('accepts what only holds a common word, and what a generator makes', () => {
    const generated = Array.from({ length: 2000 }, (_, seed) => generate(seed));
    const kept = [
      'Copper-Lantern-42',
      'correct horse battery',
      'dragon-8842-teapot',
      '日本語パスワード12Ab',
      ...generated,
    ];
    expect(kept.filter(isCommonPassword)).toEqual([]);
  });

  it('is the list that the script makes of its source', () => {
    const file = new URL('../../lambdas/auth/common-passwords.json', import.meta.url);
    // Unpacked: another version of the compressor packs the same words otherwise.
    const wordsIn = (text: string) => brotliDecompressSync(Buffer.from(JSON.parse(text).brotli, 'base64')).toString();
    expect(wordsIn(readFileSync(file, 'utf8'))).toBe(wordsIn(commonPasswords()));
  });
});

/** Fourteen characters from a small generator, the same in every run. */
function generate(seed: number): string {
  let state = seed + 1;
  return Array.from({ length: 14 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return String.fromCharCode(33 + ((state >>> 16) % 94));
  }).join('');
}
