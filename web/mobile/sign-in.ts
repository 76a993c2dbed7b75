import type { Card } from '../../lambdas/http/answers/phones.ts';
import { ask, type Outcome } from '../shared/api.ts';
import { problems } from '../shared/form-words.ts';
import { openPhoneHint } from '../shared/hints.ts';
import { problemSentence } from '../shared/problem-words.ts';
import type { Notice } from './app.ts';
import { answerCard } from './approve/answer.ts';
import { chooseProfile } from './choose.ts';
import { words } from './page-words.ts';
import { type Phone, waitingCard } from './phone.ts';
import { askAs } from './phone-api.ts';

/** What the phone begins itself: a frame that it scanned, or a sign-in in this very browser. */
export type Beginning = { readonly frame: string } | 'here';

const scan = (phone: Phone, frame: string): Promise<Outcome<Card>> =>
  askAs(phone.prover, 'POST /api/phone/scan', async () => ({ frame }));

/** In the flow that the sign-in page has begun in this browser; who was quicker than that, or slower, has a new one. */
async function signInHere(phone: Phone): Promise<Outcome<Card>> {
  const here = () => askAs(phone.prover, 'POST /api/phone/here', async () => ({}));
  const outcome = await here();
  if (outcome.ok || outcome.problem.code !== 'flow-ended') return outcome;
  const begun = await ask('POST /api/sign-in/phone', { body: {} });
  return begun.ok ? here() : begun;
}

/** Binds the waiting browser to the profile's account, and asks its question. */
async function bind(phone: Phone, beginning: Beginning): Promise<Notice | undefined> {
  const outcome = beginning === 'here' ? await signInHere(phone) : await scan(phone, beginning.frame);
  if (!outcome.ok) return { tone: 'bad', sentence: problemSentence(outcome.problem, problems) };
  // The sign-in page goes on with it, though it may have been left before it heard of its own flow.
  if (beginning === 'here') openPhoneHint.write('here');
  return answerCard(phone, waitingCard(outcome.answer), beginning === 'here' ? 'sign-in' : 'result');
}

/** Signs a browser in that shows a code, or this one; of several profiles one is chosen first. */
export async function beginSignIn(phones: readonly Phone[], beginning: Beginning): Promise<Notice | undefined> {
  if (phones.length === 0) return { tone: 'bad', sentence: words.noProfile };
  const phone = await chooseProfile(phones);
  return phone && bind(phone, beginning);
}
