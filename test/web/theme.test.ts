import { describe, expect, it } from 'vitest';
import { contrast, findLowContrast } from '../../web/pages/theme.ts';
import { brand } from './brand.ts';

describe('contrast', () => {
  it('is what WCAG says', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  it('refuses what is no colour, and says what came', () => {
    expect(() => contrast('red', '#ffffff')).toThrow('A colour is #rrggbb; this came: red');
  });
});

describe('findLowContrast', () => {
  it.each(['tinted', 'plain'] as const)('finds nothing in the default brand on a %s page', (page) => {
    expect(findLowContrast({ ...brand, page })).toEqual([]);
  });

  it.each([
    { light: '#0b6b3a', dark: '#8fe0b0' },
    { light: '#8a1c5c', dark: '#ffb1da' },
    { light: '#333333', dark: '#dddddd' },
    { light: '#7a4b00', dark: '#ffc46b' },
  ])('finds nothing in a readable brand: $light and $dark', (accent) => {
    expect(findLowContrast({ ...brand, accent })).toEqual([]);
  });

  it('says which pair fails, and by how much', () => {
    const found = findLowContrast({ ...brand, page: 'plain', accent: { ...brand.accent, light: '#ffd400' } });
    expect(found[0]).toBe(
      "accent.light #ffd400: 'accent' #ffd400 on 'surface' #ffffff has contrast 1.43, at least 4.5 is needed",
    );
    expect(found.every((sentence) => sentence.startsWith('accent.light'))).toBe(true);
  });
});
