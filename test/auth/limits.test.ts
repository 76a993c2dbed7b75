import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ADDRESS_TRIES,
  ADDRESS_WINDOW_SECONDS,
  addressDelayedUntil,
  CODE_SENDS,
  delayedUntil,
  delaySeconds,
  nextSendAt,
  type SendBudget,
  withSend,
} from '../../lambdas/auth/limits.ts';
import { START } from '../harness/people.ts';

describe('wrong answers', () => {
  it('five are free; after them the delay doubles from one second to fifteen minutes', () => {
    const delays = Array.from({ length: 18 }, (_, tries) => delaySeconds(tries));
    expect(delays).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
    expect(delaySeconds(49)).toBe(900);
  });

  it('one more never waits less', () => {
    fc.assert(
      fc.property(fc.nat(200), (tries) => {
        expect(delaySeconds(tries + 1)).toBeGreaterThanOrEqual(delaySeconds(tries));
      }),
    );
  });

  it('the wait begins with the last try', () => {
    expect(delayedUntil({ tries: 4, at: START })).toBe(START);
    expect(delayedUntil({ tries: 7, at: START })).toBe(START + 4000);
  });
});

describe('wrong answers from an address', () => {
  const WINDOW = ADDRESS_WINDOW_SECONDS * 1000;
  const windowStart = Math.floor(START / WINDOW) * WINDOW;

  it('a hundred in ten minutes are free, all but the last without any wait', () => {
    expect(addressDelayedUntil({ tries: ADDRESS_TRIES - 1, at: START })).toBe(START);
    expect(addressDelayedUntil({ tries: ADDRESS_TRIES, at: windowStart })).toBe(windowStart + 1000);
    expect(addressDelayedUntil({ tries: ADDRESS_TRIES + 3, at: windowStart })).toBe(windowStart + 8000);
  });

  it('the end of the ten minutes frees it', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(WINDOW - 1), (tries, into) => {
        expect(addressDelayedUntil({ tries, at: windowStart + into })).toBeLessThanOrEqual(windowStart + WINDOW);
      }),
    );
  });
});

/** Sends as soon as allowed after each wait, and answers when. */
function sendAfter(budget: SendBudget, waits: readonly number[]): readonly number[] {
  let sent: readonly number[] = [];
  const all: number[] = [];
  let now = 1_000_000;
  for (const wait of waits) {
    now += wait;
    if (nextSendAt(budget, sent) > now) continue;
    sent = withSend(budget, sent, now);
    all.push(now);
  }
  return all;
}

const most = (all: readonly number[], seconds: number): number =>
  Math.max(0, ...all.map((from) => all.filter((at) => at >= from && at < from + seconds).length));

describe('codes after a right password', () => {
  it('one in thirty seconds', () => {
    const [first, second] = [1_000_000, 1_000_030];
    expect(nextSendAt(CODE_SENDS, [])).toBe(0);
    expect(nextSendAt(CODE_SENDS, [first])).toBe(second);
  });

  it('ten an hour: the eleventh waits for the end of the hour that the first began', () => {
    const sent = Array.from({ length: 10 }, (_, index) => 1_000_000 + index * 60);
    expect(nextSendAt(CODE_SENDS, sent)).toBe(1_000_000 + 3600);
  });

  it('forty a day', () => {
    const sent = Array.from({ length: 40 }, (_, index) => 1_000_000 + index * 600);
    expect(nextSendAt(CODE_SENDS, sent)).toBe(1_000_000 + 24 * 3600);
  });

  it('in no thirty seconds, no hour and no day more than that, whatever is asked for when', () => {
    const waits = fc.array(fc.oneof(fc.nat(60), fc.nat(400), fc.nat(10_000)), { maxLength: 300 });
    fc.assert(
      fc.property(waits, (asked) => {
        const all = sendAfter(CODE_SENDS, asked);
        expect(most(all, CODE_SENDS.gapSeconds)).toBeLessThanOrEqual(1);
        expect(most(all, 3600)).toBeLessThanOrEqual(CODE_SENDS.perHour);
        expect(most(all, 24 * 3600)).toBeLessThanOrEqual(CODE_SENDS.perDay);
      }),
    );
  });

  it('who asks all the time gets all of the budget', () => {
    const all = sendAfter(
      CODE_SENDS,
      Array.from({ length: 24 * 360 }, () => 10),
    );
    expect(all).toHaveLength(CODE_SENDS.perDay);
  });

  it('keeps no more of the past than the budget needs', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { maxLength: 100 }), (waits) => {
        let sent: readonly number[] = [];
        let now = 0;
        for (const wait of waits) {
          now += wait;
          sent = withSend(CODE_SENDS, sent, now);
        }
        expect(sent.length).toBeLessThanOrEqual(CODE_SENDS.perDay);
        expect(sent.every((at) => at > now - 24 * 3600)).toBe(true);
      }),
    );
  });
});
