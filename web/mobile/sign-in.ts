import { problems } from '../shared/form-words.ts';
import { problemSentence } from '../shared/problem-words.ts';
import type { Notice } from './app.ts';
import { answerCard } from './approve/answer.ts';
import { chooseProfile } from './choose.ts';
import { words } from './page-words.ts';
import { type Phone, waitingCard } from './phone.ts';
import { askAs } from './phone-api.ts';

/** What the phone begins itself: a frame that it scanned, or a sign-in in this very browser. */
export type Beginning = { readonly frame: string } | 'here';

/** Binds the waiting browser to the profile's account, and asks its question. */
async function bind(phone: Phone, beginning: Beginning): Promise<Notice | undefined> {
  const outcome =
    beginning === 'here'
      ? await askAs(phone.prover, 'POST /api/phone/here', async () => ({}))
      : await askAs(phone.prover, 'POST /api/phone/scan', async () => ({ frame: beginning.frame }));
  if (!outcome.ok) return { tone: 'bad', sentence: problemSentence(outcome.problem, problems) };
  return answerCard(phone, waitingCard(outcome.answer), beginning === 'here' ? 'sign-in' : 'result');
}

/** Signs a browser in that shows a code, or this one; of several profiles one is chosen first. */
export async function beginSignIn(phones: readonly Phone[], beginning: Beginning): Promise<Notice | undefined> {
  if (phones.length === 0) return { tone: 'bad', sentence: words.noProfile };
  const phone = await chooseProfile(phones);
  return phone && bind(phone, beginning);
}
