import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PhoneStep } from '../../../lambdas/http/answers/phones.ts';
import type { StartStep } from '../../../lambdas/http/answers/steps.ts';
import { type Following, follow } from '../../../web/approval/follow.ts';
import type { Outcome } from '../../../web/shared/api.ts';

const FLOW = 'f'.repeat(22);
const stepIn = (state: PhoneStep['state'], flow = FLOW): PhoneStep => ({
  step: 'phone',
  flow,
  state,
  flowEndsInSeconds: 1200,
});
const told = (step: PhoneStep | StartStep): Outcome<PhoneStep | StartStep> => ({ ok: true, answer: step });
const refused = (code: 'network' | 'flow-ended' | 'approval-refused') => ({ ok: false, problem: { code } }) as const;

/** Where nothing ever comes over the socket. */
class DeadSocket extends EventTarget {
  close(): void {}
}

let log: string[] = [];
let looks: (() => Promise<Outcome<PhoneStep | StartStep>>)[] = [];
let redemptions: Outcome<string>[] = [];
const keys = new Set<string>();
let following: Following | undefined;

function begin(state: PhoneStep['state'] = 'compare'): void {
  following = follow<string>(stepIn(state), {
    look: async () => (looks.shift() ?? (() => Promise.resolve(refused('network'))))(),
    redeem: async ({ idempotencyKey }) => {
      keys.add(idempotencyKey);
      return redemptions.shift() ?? refused('network');
    },
    show: (step) => log.push(step.state),
    done: (answer) => log.push(`done: ${answer}`),
    ended: ({ code }) => log.push(`ended: ${code}`),
  });
}

const looked = (...answers: Outcome<PhoneStep | StartStep>[]) => {
  looks = answers.map((answer) => async () => answer);
};
const pass = () => vi.advanceTimersByTimeAsync(20_000);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('location', { origin: 'https://portal.example' });
  vi.stubGlobal('WebSocket', DeadSocket);
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('removeEventListener', () => {});
  log = [];
  looks = [];
  redemptions = [];
  keys.clear();
});

afterEach(() => {
  following?.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('uses what the phone accepted, with one key however often the answer is lost', async () => {
  looked(told(stepIn('accepted')), told(stepIn('accepted')), told({ step: 'start' }));
  redemptions = [refused('network'), refused('network'), { ok: true, answer: 'in' }];
  begin();
  await pass();
  expect(log).toEqual(['compare', 'accepted', 'accepted', 'done: in']);
  expect(keys.size).toBe(1);
});

it.each(['denied', 'mismatched', 'expired'] as const)('shows that it was %s, and asks no more', async (state) => {
  looked(told(stepIn(state)), told(stepIn('accepted')));
  begin();
  await pass();
  expect(log).toEqual(['compare', state]);
  expect(looks).toHaveLength(1);
});

it('is not led back by an answer that is older than another', async () => {
  let late = (_: Outcome<PhoneStep | StartStep>) => {};
  looks = [() => new Promise((resolve) => (late = resolve))];
  begin('scan');
  await vi.advanceTimersByTimeAsync(4000);
  following?.take(stepIn('compare'));
  late(told(stepIn('scan')));
  await vi.advanceTimersByTimeAsync(100);
  expect(log).toEqual(['scan', 'compare']);
});

it('ends when its flow is gone, is another, or is refused, and not when the network is', async () => {
  const ends: string[][] = [];
  for (const answer of [told({ step: 'start' }), told(stepIn('scan', 'g'.repeat(22))), refused('flow-ended')]) {
    log = [];
    looked(refused('network'), answer);
    begin();
    await pass();
    ends.push(log);
  }
  expect(ends).toEqual([
    ['compare', 'ended: flow-ended'],
    ['compare', 'ended: flow-mismatch'],
    ['compare', 'ended: flow-ended'],
  ]);
});

it('tells that an acceptance could not be used', async () => {
  looked(told(stepIn('accepted')));
  redemptions = [refused('approval-refused')];
  begin();
  await pass();
  expect(log).toEqual(['compare', 'accepted', 'ended: approval-refused']);
});
