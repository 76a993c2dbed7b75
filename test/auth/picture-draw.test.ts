import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHOICES, drawChoices, drawPicture } from '../../lambdas/auth/picture-draw.ts';
import { pictograms, tints } from '../../lambdas/auth/pictures.ts';
import { seeded } from '../harness/approving.ts';

const avoided = fc.uniqueArray(fc.integer({ min: 10, max: 99 }), { maxLength: 90 });

describe('a picture', () => {
  it('has a number that no other page may still show, and there is none when all are on show', () => {
    fc.assert(
      fc.property(fc.string(), avoided, (seed, avoid) => {
        const picture = drawPicture(seeded(seed), avoid);
        if (avoid.length === 90) expect(picture).toBeUndefined();
        else expect(avoid).not.toContain(picture?.number);
        if (!picture) return;
        expect(picture.number).toBeGreaterThanOrEqual(10);
        expect(picture.number).toBeLessThanOrEqual(99);
        expect(pictograms).toContain(picture.pictogram);
        expect(tints).toContain(picture.tint);
      }),
    );
  });

  it('T42: is one of nine whose numbers and pictograms all differ', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const random = seeded(seed);
        const right = drawPicture(random);
        if (!right) throw new Error('No picture.');
        const nine = drawChoices(random, right);
        expect(nine).toHaveLength(CHOICES);
        expect(nine.filter((one) => one === right)).toHaveLength(1);
        expect(new Set(nine.map(({ number }) => number)).size).toBe(CHOICES);
        expect(new Set(nine.map(({ pictogram }) => pictogram)).size).toBe(CHOICES);
      }),
    );
  });

  it('T42: is as likely of each number that is left, and at each of the nine places', () => {
    const random = seeded('uniform');
    const avoid = Array.from({ length: 72 }, (_, i) => i + 10);
    const draws = 18_000;
    const numbers = new Map<number, number>();
    const places = new Map<number, number>();
    const count = (counts: Map<number, number>, key: number) => counts.set(key, (counts.get(key) ?? 0) + 1);
    for (let drawn = 0; drawn < draws; drawn += 1) {
      const right = drawPicture(random, avoid);
      if (!right) throw new Error('No picture.');
      count(numbers, right.number);
      count(places, drawChoices(random, right).indexOf(right));
    }
    // Chi squared at 0.001: 17 and 8 degrees of freedom.
    expect(chiSquared([...numbers.values()], draws / 18)).toBeLessThan(40.8);
    expect(chiSquared([...places.values()], draws / 9)).toBeLessThan(26.2);
    expect([numbers.size, places.size]).toEqual([18, 9]);
  });
});

const chiSquared = (counts: readonly number[], expected: number): number =>
  counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
