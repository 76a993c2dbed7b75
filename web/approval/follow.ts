import type { PhoneStep } from '../../lambdas/http/answers/phones.ts';
import type { StartStep } from '../../lambdas/http/answers/steps.ts';
import type { Outcome, Problem, RequestOptions } from '../shared/api.ts';
import { beginLive } from '../shared/live.ts';
import { isOutcomeUnknown } from '../shared/problem-words.ts';
import { type Submission, submissionOf } from '../shared/submission.ts';

/** A question on a phone, and what its page does with the answer. */
export interface Question<Done> {
  look(options: RequestOptions): Promise<Outcome<PhoneStep | StartStep>>;
  /** Uses what the phone accepted. */
  redeem(submission: Submission<{ readonly flow: string }>): Promise<Outcome<Done>>;
  show(step: PhoneStep): void;
  done(answer: Done): void;
  /** Nothing more will come of it, and no phone has decided so. */
  ended(problem: Problem): void;
}

/** A question that is being followed. */
export interface Following {
  /** Takes over what another request was answered. */
  take(step: PhoneStep): void;
  /** Asks now. */
  look(): void;
  stop(): void;
}

/** A look that hangs in a tunnel must not keep the next one waiting. */
const LOOK: RequestOptions = { patienceMilliseconds: 5000 };

const OPEN: readonly PhoneStep['state'][] = ['scan', 'compare', 'scanned', 'accepted'];

/** Follows the question of this flow to its end, whatever becomes of sockets and answers on the way. */
export function follow<Done>(first: PhoneStep, question: Question<Done>): Following {
  // One for all tries: a redemption whose answer was lost is recognised.
  const submission = submissionOf({ flow: first.flow }, undefined);
  let step = first;
  let isOver = false;
  const stop = () => {
    isOver = true;
    live.stop();
  };
  const end = (problem: Problem) => {
    stop();
    question.ended(problem);
  };
  const redeem = async () => {
    const outcome = await question.redeem(submission);
    if (isOver) return;
    if (outcome.ok) {
      stop();
      question.done(outcome.answer);
    } else if (!isOutcomeUnknown(outcome.problem) && outcome.problem.code !== 'approval-waiting') {
      end(outcome.problem);
    }
  };
  const take = (told: PhoneStep) => {
    step = told;
    question.show(told);
    if (!OPEN.includes(told.state)) stop();
  };
  /** What the server tells, of its own accord. */
  const receive = async (told: PhoneStep | StartStep) => {
    // Redeemed by a request whose answer was lost, or gone: a repeat tells.
    if (told.step === 'start') return step.state === 'accepted' ? redeem() : end({ code: 'flow-ended' });
    if (told.flow !== step.flow) return end({ code: 'flow-mismatch' });
    take(told);
    if (told.state === 'accepted') await redeem();
  };
  const look = async () => {
    const before = step;
    const outcome = await question.look(LOOK);
    if (isOver) return;
    // What another request was told meanwhile may be newer than this.
    if (step !== before) return live.askNow();
    if (outcome.ok) return receive(outcome.answer);
    // What may pass is asked again, and the time left says how long.
    const { problem } = outcome;
    if (!isOutcomeUnknown(problem) && problem.retryAfterSeconds === undefined) end(problem);
  };
  const live = beginLive({ ask: look, isAwaiting: () => OPEN.includes(step.state) });
  take(first);
  if (first.state === 'accepted') live.askNow();
  return { take, look: live.askNow, stop };
}
