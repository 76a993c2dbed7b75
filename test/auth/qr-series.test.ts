import { describe, expect, it } from 'vitest';
import { frameText, isDrawnBy, isOfNow, readFrame, seriesKey } from '../../lambdas/auth/qr-series.ts';
import { KEYS } from '../harness/approving.ts';
import { idOf, START } from '../harness/people.ts';

const flow = { id: idOf('flow'), keyId: 'k1' };
const key = seriesKey(KEYS, flow, 1) ?? '';
const series = { number: 1, at: START };
const frameAt = (second: number, number = 1) => readFrame(frameText(key, flow.id, number, second));

describe('a frame of the QR code', () => {
  it('has the documented form, and is read back', () => {
    const text = frameText(key, flow.id, 1, 7);
    expect(text).toMatch(/^s\.[\w-]{22}\.1\.7\.[\w-]{22}$/);
    expect(readFrame(text)).toMatchObject({ flow: flow.id, series: 1, second: 7 });
  });

  it.each(['', 's.x.1.1.y', `a.${flow.id}.1.1.${'m'.repeat(22)}`, `${frameText(key, flow.id, 1, 1)}.`])(
    'is not %o',
    (text) => {
      expect(readFrame(text)).toBeUndefined();
    },
  );

  it('is believed only as its browser drew it', () => {
    const drawn = frameText(key, flow.id, 1, 7);
    const others = [
      drawn.replace('.7.', '.8.'),
      drawn.replace('.1.7.', '.2.7.'),
      drawn.replace(flow.id, idOf('another')),
      frameText(seriesKey(KEYS, { ...flow, id: idOf('another') }, 1) ?? '', flow.id, 1, 7),
    ];
    const believed = (text: string) => {
      const frame = readFrame(text);
      return frame !== undefined && isDrawnBy(KEYS, { ...flow, id: frame.flow }, frame);
    };
    expect([drawn, ...others].map(believed)).toEqual([true, false, false, false, false]);
  });

  it('T45: is good from two seconds before its time to fifteen after, by the server’s clock', () => {
    const good = (second: number, after: number) => {
      const frame = frameAt(second);
      return frame !== undefined && isOfNow(series, frame, START + after);
    };
    expect([-2001, -2000, 0, 5000, 15_000, 15_001, 30_000, 60_000].map((after) => good(0, after))).toEqual([
      ...[false, true, true, true, true, false, false, false],
    ]);
    expect([56_999, 57_000, 74_000, 74_001].map((after) => good(59, after))).toEqual([false, true, true, false]);
  });

  it('T45: ends with its series: none is drawn after a minute, and none of another series counts', () => {
    const late = frameAt(60);
    const next = frameAt(0, 2);
    expect(late && isOfNow(series, late, START + 60_000)).toBe(false);
    expect(next && isOfNow(series, next, START)).toBe(false);
  });
});
