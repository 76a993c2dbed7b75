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
import { createNumberStep, type NumberStep } from './number-step.ts';
import { words } from './page-words.ts';
import { createScanStep, type ScanStep } from './scan-step.ts';

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

/** The activation as it stands. */
interface Following {
  readonly ways: Ways;
  readonly scan: ScanStep;
  readonly number: NumberStep;
  /** What the server told last; absent while nothing is followed. */
  step: EnrolmentStep | undefined;
  live: Live | undefined;
}

function leave(following: Following): void {
  following.live?.stop();
  following.live = undefined;
  following.step = undefined;
  following.scan.close();
  following.number.close();
  openEnrolmentHint.clear();
}

function end(following: Following, tone: 'bad' | 'calm', sentence: string): void {
  leave(following);
  following.ways.steps.close(tone, sentence);
}

function showScan({ ways, scan }: Following, told: EnrolmentStep, before: EnrolmentStep['state'] | undefined): void {
  if (before === undefined) ways.steps.show('activate-scan');
  scan.show(told, { isNew: before === undefined });
  if (told.state === 'opened' && before === 'waiting') announce(scan.sentence());
}

async function finish(following: Following, { phone = '' }: EnrolmentStep): Promise<void> {
  leave(following);
  await following.ways.done();
  following.ways.steps.close('calm', fill(words.done, { phone }));
}

function show(following: Following, told: EnrolmentStep): void {
  const { ways, scan, number, step } = following;
  following.step = told;
  if (told.state === 'done') void finish(following, told);
  else if (told.state === 'ended') end(following, 'bad', words.ended);
  else if (told.state === 'registered') {
    const isNew = step?.state !== 'registered';
    scan.close();
    if (isNew) ways.steps.show('activate-number');
    number.show(told, { isNew });
  } else showScan(following, told, step?.state);
}

function refuse(following: Following, problem: Problem): void {
  if (isOutcomeUnknown(problem) || following.ways.frame().left(problem)) return;
  end(following, 'bad', problemSentence(problem, problems));
}

function receive(following: Following, outcome: Outcome<EnrolmentStep | StartStep>): void {
  if (!following.step) return;
  if (!outcome.ok) refuse(following, outcome.problem);
  else if (outcome.answer.step === 'start') end(following, 'bad', words.ended);
  else if (outcome.answer.flow !== following.step.flow) end(following, 'bad', words.foreign);
  else show(following, outcome.answer);
}

function open(following: Following, told: EnrolmentStep): void {
  leave(following);
  openEnrolmentHint.write(told.flow);
  show(following, told);
  if (!following.step) return;
  following.live = beginLive({
    ask: async () => receive(following, await ask('GET /api/phones/enrolment', { patienceMilliseconds: 5000 })),
    isAwaiting: () => following.step !== undefined,
  });
}

/** Prepares the steps that follow a phone. */
export function createEnrolment(ways: Ways): Enrolment {
  const [scan, number] = [createScanStep(), createNumberStep()];
  const following: Following = { ways, scan, number, step: undefined, live: undefined };
  number.onSubmit(async (submission) => {
    const outcome = await ask('POST /api/phones/enrolment/number', submission);
    // Whether it was taken is not known: the same again is recognised.
    if (!outcome.ok && isOutcomeUnknown(outcome.problem)) return outcome.problem;
    receive(following, outcome);
    return undefined;
  });
  const timeOver = () => following.live?.askNow();
  scan.onTimeOver(timeOver);
  number.onTimeOver(timeOver);
  return {
    open: (step) => open(following, step),
    async resume() {
      if (openEnrolmentHint.read() === undefined || following.step) return;
      const outcome = await ask('GET /api/phones/enrolment');
      if (outcome.ok && outcome.answer.step === 'enrolment') open(following, outcome.answer);
      else openEnrolmentHint.clear();
    },
    leave: () => leave(following),
  };
}
