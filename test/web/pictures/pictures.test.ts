import { describe, expect, it } from 'vitest';
import { pictograms, tints } from '../../../lambdas/auth/pictures.ts';
import { locales } from '../../../locales/locale.ts';
import { words } from '../../../locales/pages/words.ts';
import { contrast } from '../../../web/pages/theme.ts';
import { shapes } from '../../../web/pictures/shapes.ts';
import { tintColours } from '../../../web/pictures/tints.ts';
import { sayPicture } from '../../../web/pictures/words.ts';
import { difference, eyes } from './colour.ts';
import { rasterise } from './raster.ts';

/**
 * Of the nine pictures of a card no two share pictogram or number; tints may be alike. So any two pictograms have to be
 * told apart by their outline alone, and a tint has to be recognised by everybody.
 */
const pairsOf = <Item>(items: readonly Item[]): [Item, Item][] =>
  items.flatMap((one, i) => items.slice(i + 1).map((other): [Item, Item] => [one, other]));

/**
 * Two silhouettes differ in at least a quarter of the cells that either of them fills, in the shift (up to an eighth of the
 * square) in which they match best: a picture is not recognised by where it stands. Two that fill 250 cells together
 * then differ in 62 or more; at 48 px, where a cell is 2 × 2 px, that is a patch of 16 × 16 px, as large as a letter of
 * the text beside it, and what people read at a glance they tell apart at a glance.
 */
const LEAST_OUTLINE = 0.25;

/**
 * In OKLab 0.02 is about what people just notice side by side (CSS Color 4, 13.2). Browser and phone are two screens, so
 * more than four times that is demanded, for eyes of every kind.
 */
const LEAST_TINT = 0.09;

function apart(one: readonly boolean[], other: readonly boolean[], right: number, down: number): number {
  let either = 0;
  let differ = 0;
  for (let y = -3; y < 27; y++) {
    for (let x = -3; x < 27; x++) {
      const a = cellAt(one, x, y);
      const b = cellAt(other, x - right, y - down);
      if (a || b) either++;
      if (a !== b) differ++;
    }
  }
  return differ / either;
}

const cellAt = (cells: readonly boolean[], x: number, y: number): boolean =>
  x >= 0 && x < 24 && y >= 0 && y < 24 && cells[y * 24 + x] === true;

/** The least share by which two silhouettes differ, wherever one is laid upon the other. */
function outlineDifference(one: readonly boolean[], other: readonly boolean[]): number {
  const shifts = [-3, -2, -1, 0, 1, 2, 3];
  return Math.min(...shifts.flatMap((right) => shifts.map((down) => apart(one, other, right, down))));
}

describe('the pictograms', () => {
  const cells = new Map(pictograms.map((name) => [name, rasterise(shapes[name])]));
  const cellsOf = (name: (typeof pictograms)[number]) => cells.get(name) ?? [];

  it.each(pictograms)('%s fills its square, and not all of it', (name) => {
    const share = cellsOf(name).filter(Boolean).length / 576;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.7);
  });

  it('differ in their outlines, any two of them, wherever they stand', () => {
    const close = pairsOf(pictograms)
      .map(([one, other]) => ({ one, other, apart: outlineDifference(cellsOf(one), cellsOf(other)) }))
      .filter((pair) => pair.apart < LEAST_OUTLINE);
    expect(close).toEqual([]);
  });
});

describe.each(['light', 'dark'] as const)('the tints on a %s page', (scheme) => {
  it.each(Object.keys(eyes))('look different to eyes %s', (kind) => {
    const close = pairsOf(tints)
      .map(([one, other]) => ({
        one,
        other,
        apart: difference(tintColours[one][scheme], tintColours[other][scheme], kind),
      }))
      .filter((pair) => pair.apart < LEAST_TINT);
    expect(close).toEqual([]);
  });

  it('stand out from the page', () => {
    const page = { light: '#f6f7f9', dark: '#171b22' }[scheme];
    const pale = tints.filter((tint) => contrast(tintColours[tint][scheme], page) < 3);
    expect(pale).toEqual([]);
  });
});

describe('the words of pictures', () => {
  it.each([
    ['en-GB', 'blue boat, 47'],
    ['nl', 'boot in blauw, 47'],
    ['fr', 'bateau en bleu, 47'],
    ['de', 'Boot in Blau, 47'],
  ] as const)('say a picture in %s', (locale, said) => {
    expect(sayPicture(words[locale].pictures, { pictogram: 'boat', tint: 'blue', number: 47 })).toBe(said);
  });

  it.each(locales)('are as many in %s as there are pictures', (locale) => {
    const { pictograms: names, tints: colours } = words[locale].pictures;
    expect([Object.keys(names), new Set(Object.values(names)).size]).toEqual([[...pictograms], pictograms.length]);
    expect([Object.keys(colours), new Set(Object.values(colours)).size]).toEqual([[...tints], tints.length]);
  });
});
