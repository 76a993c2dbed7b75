import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalise, fold } from '../../lambdas/auth/identifiers.ts';

const email = (canonical: string) => ({ kind: 'email', canonical });
const username = (canonical: string) => ({ kind: 'username', canonical });

describe('an identifier has one form', () => {
  it.each([
    ['anna@example.org', ['Anna@Example.org', ' ANNA@EXAMPLE.ORG ', 'ａｎｎａ@example.org', 'anna@EXAMPLE.org']],
    ['jörg@example.org', ['Jörg@example.org', 'Jo\u0308rg@example.org', 'JÖRG@EXAMPLE.ORG']],
    ['anna+tag@example.org', ['Anna+Tag@example.org']],
    [
      'info@xn--mnchen-3ya.de',
      ['info@münchen.de', 'info@MÜNCHEN.de', 'info@xn--mnchen-3ya.de', 'info@mu\u0308nchen.de'],
    ],
  ])('T21: %s', (canonical, aliases) => {
    for (const alias of aliases) expect(canonicalise(alias)).toEqual(email(canonical));
  });

  it.each([
    ['anna', ['Anna', 'ANNA', '\tanna\n', 'ＡＮＮＡ']],
    ['strasse', ['Straße', 'STRASSE', 'straſſe']],
    ['jean-luc.o’neill'.replace('’', "'"), ["Jean-Luc.O'Neill"]],
    ['émile', ['Émile', 'E\u0301mile']],
    ['5ème', ['5ème']],
  ])('T21: %s', (canonical, aliases) => {
    for (const alias of aliases) expect(canonicalise(alias)).toEqual(username(canonical));
  });

  it('which is its own canonical form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (typed) => {
        const once = canonicalise(typed);
        if (once) expect(canonicalise(once.canonical)).toEqual(once);
        expect(fold(fold(typed))).toBe(fold(typed));
      }),
      { numRuns: 2000 },
    );
  });

  it('plus-tags are part of an address: they may be another mailbox', () => {
    expect(canonicalise('anna+a@example.org')).not.toEqual(canonicalise('anna@example.org'));
  });
});

describe('no account can be called', () => {
  it.each([
    ['nothing', ''],
    ['spaces', '   '],
    ['a control character', 'an\u0000na'],
    ['a zero-width space', 'an\u200bna'],
    ['a zero-width joiner', 'an\u200dna@example.org'],
    ['a right-to-left override', '\u202eanna'],
    ['a soft hyphen', 'an\u00adna'],
    ['a space inside', 'anna de vries'],
    ['Latin with a Cyrillic letter', 'аnna'],
    ['Latin with a Greek letter', 'annα@example.org'],
    ['a domain with a Cyrillic letter', 'anna@exаmple.org'],
    ['two at signs', 'anna@home@example.org'],
    ['no domain', 'anna@'],
    ['no name', '@example.org'],
    ['a domain without a dot', 'anna@localhost'],
    ['an address literal', 'anna@[192.0.2.1]'],
    ['a quoted name', '"anna b"@example.org'],
    ['two addresses', 'anna@example.org,eve@example.org'],
    ['a display name', 'Anna <anna@example.org>'],
    ['a username that begins with a dot', '.anna'],
    ['markup', '<b>anna</b>'],
    ['more than 254 characters', `${'a'.repeat(250)}@example.org`],
    ['a username of 65', 'a'.repeat(65)],
  ])('%s', (_, typed) => {
    expect(canonicalise(typed)).toBeUndefined();
  });

  it('anything with an invisible character in it', () => {
    const invisible = fc.constantFrom('\u200b', '\u200c', '\u200e', '\u2060', '\u0007', '\ufff9', '\ue000');
    fc.assert(
      fc.property(invisible, (character) => {
        expect(canonicalise(`an${character}na`)).toBeUndefined();
        expect(canonicalise(`an${character}na@example.org`)).toBeUndefined();
      }),
    );
  });
});

it('a username is never an address', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (typed) => {
      const found = canonicalise(typed);
      if (found) expect(found.canonical.includes('@')).toBe(found.kind === 'email');
    }),
  );
});
