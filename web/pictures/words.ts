import type { Picture } from '../../lambdas/auth/pictures.ts';
import type { Words } from '../../locales/pages/words.ts';
import { fill } from '../shared/format.ts';

/** The words of pictures: templates of pages with pictures put them into their page. */
export type PictureWords = Words['pictures'];

/** A picture in words, to be shown and spoken: "blue boat, 47". */
export function sayPicture(words: PictureWords, { pictogram, tint, number }: Picture): string {
  return fill(words.said, { tint: words.tints[tint], pictogram: words.pictograms[pictogram], number });
}
