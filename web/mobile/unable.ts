import { put } from './facts.ts';
import { words } from './page-words.ts';
import { showScreen } from './screens.ts';

/** Tells why this browser cannot be a phone of anybody's. There is no way on from here. */
export async function showUnable(why: keyof typeof words.unable): Promise<never> {
  put('unable-text', words.unable[why]);
  showScreen('unable');
  return new Promise<never>(() => {});
}
