import type { EnrolmentStep } from '../../lambdas/http/answers/phones.ts';
import type { StartStep } from '../../lambdas/http/answers/steps.ts';
import type { Frame } from '../portal/frame.ts';
import type { Steps } from '../portal/steps.ts';
import { announce } from '../shared/announce.ts';
import { ask, type Outcome, type Problem } from '../shared/api.ts';
import { problems } from '../shared/form-words.ts';
import { fill } from '../shared/format.ts';
import { openEnrolmentHint } from '../shared/hints.ts';
import { beginLive, type Live } from '../shared/live.ts';
import { isOutcomeUnknown, problemSentence } from '../shared/problem-words.ts';
import { createNumberStep } from './number-step.ts';
import { words } from './page-words.ts';
import { createScanStep } from './scan-step.ts';

interface Ways {
  readonly steps: Steps;
  readonly frame: () => Frame;
  /** A phone has been activated: shows the phones as they are now. */
  readonly done: () => Promise<void>;
}

/** The activation of a phone, followed step by step. */
export interface Enrolment {
  /** Shows it from where the server says that it stands. */
  open(step: EnrolmentStep): void;
  /** Goes on with the one that this tab has begun, if it has. */
  resume(): Promise<void>;
  /** Left: what waits on a phone ends by itself. */
  leave(): void;
}

/** Prepares the steps that follow a phone. */
export function createEnrolment({ steps, frame, done }: Ways): Enrolment {
  const scan = createScanStep();
  const number = createNumberStep();
  let step: EnrolmentStep | undefined;
  let live: Live | undefined;

  const leave = () => {
    live?.stop();
    live = undefined;
    step = undefined;
    scan.close();
    number.close();
    openEnrolmentHint.clear();
  };
  const end = (tone: 'bad' | 'calm', sentence: string) => {
    leave();
    steps.close(tone, sentence);
  };
  const refuse = (problem: Problem) => {
    if (frame().left(problem)) return;
    end('bad', problemSentence(problem, problems));
  };
  const showScan = (told: EnrolmentStep, before: EnrolmentStep['state'] | undefined) => {
    if (before === undefined) steps.show('activate-scan');
    scan.show(told, { isNew: before === undefined });
    if (told.state === 'opened' && before === 'waiting') announce(scan.sentence());
  };
  const show = (told: EnrolmentStep) => {
    const before = step?.state;
    step = told;
    if (told.state === 'done') {
      leave();
      const sentence = fill(words.done, { phone: told.phone ?? '' });
      return void done().then(() => steps.close('calm', sentence));
    }
    if (told.state === 'ended') return end('bad', words.ended);
    if (told.state === 'registered') {
      scan.close();
      if (before !== 'registered') steps.show('activate-number');
      return number.show(told, { isNew: before !== 'registered' });
    }
    showScan(told, before);
  };
  const receive = (outcome: Outcome<EnrolmentStep | StartStep>) => {
    if (!step) return;
    if (!outcome.ok) {
      if (!isOutcomeUnknown(outcome.problem)) refuse(outcome.problem);
    } else if (outcome.answer.step === 'start') end('bad', words.ended);
    else if (outcome.answer.flow !== step.flow) end('bad', words.foreign);
    else show(outcome.answer);
  };
  const open = (told: EnrolmentStep) => {
    leave();
    openEnrolmentHint.write(told.flow);
    show(told);
    if (!step) return;
    live = beginLive({
      ask: async () => receive(await ask('GET /api/phones/enrolment', { patienceMilliseconds: 5000 })),
      isAwaiting: () => step !== undefined,
    });
  };
  number.onSubmit(async (submission) => {
    const outcome = await ask('POST /api/phones/enrolment/number', submission);
    // Whether it was taken is not known: the same again is recognised.
    if (!outcome.ok && isOutcomeUnknown(outcome.problem)) return outcome.problem;
    receive(outcome);
    return undefined;
  });
  const timeOver = () => live?.askNow();
  scan.onTimeOver(timeOver);
  number.onTimeOver(timeOver);
  return {
    open,
    async resume() {
      if (openEnrolmentHint.read() === undefined || step) return;
      const outcome = await ask('GET /api/phones/enrolment');
      if (outcome.ok && outcome.answer.step === 'enrolment') open(outcome.answer);
      else openEnrolmentHint.clear();
    },
    leave,
  };
}
