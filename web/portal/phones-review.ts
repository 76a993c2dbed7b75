import { ask } from '../shared/api.ts';
import { phonesSeenHint } from '../shared/hints.ts';

/** After a recovery the first sign-in asks which phones to keep: once in a tab, for who goes on without an answer may. */
export async function askAboutPhones(): Promise<void> {
  if (phonesSeenHint.read() !== undefined) return;
  const outcome = await ask('GET /api/phones');
  if (!outcome.ok) return;
  phonesSeenHint.write('yes');
  if (outcome.answer.toReview) location.assign('/portal/phones/');
}
