import { describe, expect, it } from 'vitest';
import { textIn } from '../../locales/texts.ts';
import { initialsOf } from '../../web/portal/initials.ts';
import { isForRole, matchesQuery } from '../../web/portal/tile-filter.ts';

describe('a text in several languages', () => {
  it.each([
    ['nl', 'Wiki NL'],
    ['en-US', 'Wiki GB'],
    ['fr', 'Wiki GB'],
  ] as const)('is read in %s, in a variety of it, or in the portal’s first language', (locale, expected) => {
    expect(textIn({ nl: 'Wiki NL', 'en-GB': 'Wiki GB' }, locale, ['de', 'en-GB', 'nl'])).toBe(expected);
  });

  it('is read in any language rather than not at all, and in one for everybody', () => {
    expect(textIn({ nl: 'Wiki NL' }, 'fr', ['fr', 'de'])).toBe('Wiki NL');
    expect(textIn('Wiki', 'fr', ['fr'])).toBe('Wiki');
  });
});

describe('finding a tile', () => {
  it.each(['', 'wi', 'WIKI', 'depense', 'gérer dép', 'de-wiki'])('"%s" finds it', (query) => {
    expect(matchesQuery(query, 'Wiki DE · Gérer mes dépenses')).toBe(true);
  });

  it.each(['iki', 'wiki mail', 'x'])('"%s" does not', (query) => {
    expect(matchesQuery(query, 'Wiki DE · Gérer mes dépenses')).toBe(false);
  });

  it('is for those whose role may see it', () => {
    expect(['member', 'support', 'admin'].map((role) => isForRole(role, 'support admin'))).toEqual([false, true, true]);
    expect(isForRole('member', undefined)).toBe(true);
  });
});

it.each([
  ['Anna de Vries', 'AV'],
  ['  jean-baptiste   poquelin ', 'JP'],
  ['Çelik', 'Ç'],
  ['anna.de.vries@example.org', 'AV'],
  ['“Anna” (Vries)', 'AV'],
  ['', ''],
])('the initials of %j are %j', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
