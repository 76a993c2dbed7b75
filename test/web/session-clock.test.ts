import { describe, expect, it } from 'vitest';
import { type Ends, endsOf, isSpoken, standingOf } from '../../web/portal/session-clock.ts';

const now = 1_800_000_000_000;
const at = (idle: number, end: number): Ends => ({ idleEndsAt: now + idle * 1000, endsAt: now + end * 1000 });

describe('before a session ends', () => {
  it('nothing happens until two minutes before', () => {
    expect(standingOf(at(1800, 28_800), now)).toEqual({ step: 'wait', milliseconds: 1_680_000 });
    expect(standingOf(at(120.001, 28_800), now)).toEqual({ step: 'wait', milliseconds: 1 });
  });

  it('the question says what ends it', () => {
    const asked = { step: 'warn', at: now + 120_000, overInMilliseconds: 121_000 };
    expect(standingOf(at(120, 28_800), now)).toEqual({ ...asked, cause: 'idle' });
    expect(standingOf(at(120, 120), now)).toEqual({ ...asked, cause: 'end' });
  });

  it('it is over a moment after its end, because answers are whole seconds', () => {
    expect(standingOf(at(-0.999, 60), now)).toMatchObject({ step: 'warn' });
    expect(standingOf(at(-1, 60), now)).toEqual({ step: 'over' });
  });
});

describe('the moments of the ends', () => {
  it('are reckoned from what the server told', () => {
    expect(endsOf({ idleEndsInSeconds: 1800, endsInSeconds: 28_800 }, now)).toEqual(at(1800, 28_800));
  });

  it('stay the same where an answer tells the same, so that count-downs of tabs agree', () => {
    const known = at(100, 28_800);
    expect(endsOf({ idleEndsInSeconds: 91, endsInSeconds: 28_791 }, now + 9_800, known)).toEqual(known);
    expect(endsOf({ idleEndsInSeconds: 1800, endsInSeconds: 28_700 }, now + 100_000, known)).toEqual(at(1900, 28_800));
  });

  it('fall together when the session’s time is up before it could be idle', () => {
    const { idleEndsAt, endsAt } = endsOf({ idleEndsInSeconds: 60, endsInSeconds: 60 }, now);
    expect(idleEndsAt).toBe(endsAt);
  });
});

it('a count-down is spoken three times', () => {
  const seconds = Array.from({ length: 121 }, (_, index) => index);
  expect(seconds.filter(isSpoken)).toEqual([10, 30, 60]);
});
