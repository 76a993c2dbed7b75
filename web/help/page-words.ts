import type { Words } from '../../locales/pages/words.ts';
import { pageWords } from '../shared/page-words.ts';

export const { contact: words, address } = pageWords<{
  readonly contact: Words['contactScript'];
  /** Where people write when this page takes no more. */
  readonly address: string;
}>();
