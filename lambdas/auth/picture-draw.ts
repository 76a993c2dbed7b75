import { type Picture, pictograms, tints } from './pictures.ts';
import type { Random } from './tokens.ts';

/** How many a phone shows, the right one among them. */
export const CHOICES = 9;

const NUMBERS = Array.from({ length: 90 }, (_, index) => index + 10);

/** A picture whose number is a uniform draw among those not to be avoided; undefined when none is left. */
export function drawPicture(random: Random, avoid: Iterable<number> = []): Picture | undefined {
  const avoided = new Set(avoid);
  const number = draw(
    random,
    NUMBERS.filter((each) => !avoided.has(each)),
    1,
  )[0];
  return number === undefined ? undefined : pictureOf(random, number, draw(random, pictograms, 1));
}

/**
 * Nine pictures with the right one at a uniform place; numbers and pictograms all differ. Drawn once per approval: who
 * saw two draws would know the right one as that which is in both.
 */
export function drawChoices(random: Random, right: Picture): readonly Picture[] {
  const numbers = NUMBERS.filter((number) => number !== right.number);
  const others = pictograms.filter((pictogram) => pictogram !== right.pictogram);
  const names = draw(random, others, CHOICES - 1);
  const wrong = draw(random, numbers, CHOICES - 1).map((number, i) => pictureOf(random, number, names.slice(i, i + 1)));
  const place = below(random, CHOICES);
  return [...wrong.slice(0, place), right, ...wrong.slice(place)];
}

function pictureOf(random: Random, number: number, [pictogram = pictograms[0]]: readonly Picture['pictogram'][]) {
  const [tint = tints[0]] = draw(random, tints, 1);
  return { pictogram, tint, number };
}

/** So many different ones, or all there are; each order of each choice is as likely (Fisher and Yates). */
function draw<T>(random: Random, from: readonly T[], count: number): readonly T[] {
  const left = [...from];
  const drawn: T[] = [];
  while (drawn.length < count && left.length > 0) drawn.push(...left.splice(below(random, left.length), 1));
  return drawn;
}

/** A uniform whole number below that: what would make the first ones likelier is thrown away. */
function below(random: Random, limit: number): number {
  const fair = 2 ** 32 - (2 ** 32 % limit);
  for (;;) {
    const number = random(4).readUInt32BE(0);
    if (number < fair) return number % limit;
  }
}
