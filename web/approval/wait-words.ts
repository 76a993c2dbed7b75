import type { Words } from '../../locales/pages/words.ts';
import type { PictureWords } from '../pictures/words.ts';

/** What is said while a phone is asked. Apart from the panel, because the build writes it into a file. */
export interface WaitWords {
  readonly wait: Words['phoneWait'];
  readonly pictures: PictureWords;
}
