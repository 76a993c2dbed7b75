import type { Words } from '../../locales/pages/words.ts';
import type { PictureWords } from '../pictures/words.ts';
import { pageWords } from '../shared/page-words.ts';

/** The words that only the phone's app says. */
export const { mobile: words, pictures: pictureWords } = pageWords<{
  readonly mobile: Words['mobileScript'];
  readonly pictures: PictureWords;
}>();
