import { describe, expect, it } from 'vitest';
import { clockTime, dateAndTime, fill, plural } from '../../web/shared/format.ts';

describe('fill', () => {
  it('puts values where the sentence has their names', () => {
    expect(fill('{count} of {all}', { count: 1, all: 'two' })).toBe('1 of two');
  });

  it('fills once: a value that looks like a placeholder stays as it is', () => {
    expect(fill('To {to}', { to: '{to} $& {time}', time: '0:01' })).toBe('To {to} $& {time}');
  });
});

describe('clockTime', () => {
  it.each([
    [0, '0:00'],
    [-5, '0:00'],
    [0.2, '0:01'],
    [59, '0:59'],
    [60, '1:00'],
    [300, '5:00'],
  ])('shows %d seconds as %s', (seconds, shown) => {
    expect(clockTime(seconds)).toBe(shown);
  });
});

describe('plural', () => {
  const forms = { one: '{count} try', other: '{count} tries' };
  it('chooses the form by language', () => {
    expect(plural(forms, 1, 'en-GB')).toBe('1 try');
    expect(plural(forms, 2, 'en-GB')).toBe('2 tries');
    expect(plural(forms, 0, 'fr')).toBe('0 try');
  });
});

describe('dateAndTime', () => {
  it('writes as people of the language do', () => {
    const at = '2026-11-21T12:03:00Z';
    expect(dateAndTime(at, 'en-GB')).toContain('21 November 2026');
    expect(dateAndTime(at, 'en-US')).toContain('November 21, 2026');
    expect(dateAndTime(at, 'de')).toContain('21. November 2026');
  });
});
