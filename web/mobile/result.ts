import { put } from './facts.ts';
import { words } from './page-words.ts';
import { showScreen } from './screens.ts';

/** Tells kindly what came of it, until the person has read it. */
export async function showResult(result: keyof typeof words.results): Promise<void> {
  const { heading, text } = words.results[result];
  put('result-heading', heading);
  put('result-text', text);
  await showScreen('result').press();
}
