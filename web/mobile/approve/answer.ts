import type { CardText } from '../../../lambdas/auth/approval.ts';
import type { Decided } from '../../../lambdas/http/answers/phones.ts';
import type { Outcome } from '../../shared/api.ts';
import { formWords } from '../../shared/form-words.ts';
import type { Notice } from '../app.ts';
import { whileBusy } from '../busy.ts';
import { decisionText } from '../keys/decision.ts';
import { words } from '../page-words.ts';
import type { Phone, WaitingCard } from '../phone.ts';
import { askAs } from '../phone-api.ts';
import { showResult } from '../result.ts';
import { mayUnlockAgain, troubleSentence } from '../trouble.ts';
import { askUnlock, type Unlocked } from '../unlock.ts';
import { askCard, type Wanted } from './card-screen.ts';
import { cardTextOf } from './card-text.ts';

type Result = Parameters<typeof showResult>[0];

interface Question {
  readonly phone: Phone;
  readonly card: WaitingCard;
  readonly text: CardText;
}

const signedText = ({ phone, card, text }: Question, { decision, choice }: Wanted): Promise<string> =>
  decisionText(
    { ...phone.prover, origin: location.origin },
    { approval: card.approval, card: card.text, text, decision, ...(choice !== undefined && { choice }) },
  );

const send = ({ phone }: Question, decision: string, unlocked?: Unlocked): Promise<Outcome<Decided>> =>
  askAs(phone.prover, 'POST /api/phone/decision', async () => ({ decision, ...unlocked }));

const whatFor = ({ purpose, browser }: CardText): string => `${words.purposes[purpose]} · ${browser}`;

/** Unlocks the phone and accepts; undefined when the person goes back to the question. */
async function accept(question: Question, wanted: Wanted): Promise<Outcome<Decided> | undefined> {
  const decision = await signedText(question, wanted);
  let trouble: string | undefined;
  for (;;) {
    const unlocking = await askUnlock(question.phone.profile(), { what: whatFor(question.text), trouble });
    if (!unlocking) return undefined;
    const outcome = await whileBusy(unlocking.press.button, formWords.sending, async () => {
      const unlocked = await unlocking.sign(decision);
      return unlocked && send(question, decision, unlocked);
    });
    if (outcome && (outcome.ok || !mayUnlockAgain(outcome.problem))) return outcome;
    trouble = outcome ? troubleSentence(outcome.problem) : words.fingerprintFailed;
  }
}

/** A denial needs only the phone. */
async function deny(question: Question, wanted: Wanted): Promise<Outcome<Decided>> {
  const decision = await signedText(question, wanted);
  return whileBusy(wanted.press.button, formWords.sending, () => send(question, decision));
}

const resultOf = ({ decision }: Decided, wanted: Wanted): Result =>
  decision === 'denied' && wanted.decision === 'report' ? 'reported' : decision;

/** One question, until it is decided or left: what came of it, or what there is to tell. */
async function settle(question: Question): Promise<Result | Notice | undefined> {
  let trouble: string | undefined;
  for (;;) {
    const wanted = await askCard(question.card, question.text, trouble);
    if (wanted === 'back') return undefined;
    if (wanted === 'over') return 'ended';
    const outcome = wanted.decision === 'accept' ? await accept(question, wanted) : await deny(question, wanted);
    if (outcome?.ok) return resultOf(outcome.answer, wanted);
    if (outcome?.problem.code === 'approval-ended') return 'ended';
    if (outcome && wanted.decision === 'accept') return { tone: 'bad', sentence: troubleSentence(outcome.problem) };
    trouble = outcome && troubleSentence(outcome.problem);
  }
}

/** Asks one question of the person; `after` is where an acceptance leads. */
export async function answerCard(
  phone: Phone,
  card: WaitingCard,
  after: 'result' | 'sign-in' = 'result',
): Promise<Notice | undefined> {
  const result = await settle({ phone, card, text: cardTextOf(card) });
  phone.ask();
  if (typeof result !== 'string') return result;
  if (result === 'accepted' && after === 'sign-in') {
    location.replace('/');
    return new Promise<never>(() => {});
  }
  await showResult(result);
  return undefined;
}
