import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { frameText } from '../../../lambdas/auth/qr-series.ts';
import { pathOf } from '../../../web/qr/code.ts';
import { framesOf } from '../../../web/qr/frames.ts';

const ORIGIN = 'https://portal.example';
const FLOW = 'Zm_abcdefghijklmnopq-1';
const KEY = Buffer.from(Array.from({ length: 32 }, (_, i) => 255 - i)).toString('base64url');

describe('the frames of a QR code', () => {
  it.each([0, 1, 59])('are what the server would draw in second %i', async (second) => {
    const frames = await framesOf(ORIGIN, FLOW, { number: 3, key: KEY });
    expect(await frames(second)).toBe(`${ORIGIN}/mobile/#${frameText(KEY, FLOW, 3, second)}`);
  });

  it('are drawn module by module, with four of light around', () => {
    const { data } = encode(ORIGIN, { ecc: 'L', border: 0 });
    const drawn = new Set(
      [...pathOf(data).matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)].flatMap(([, x, y, run]) =>
        Array.from({ length: Number(run) }, (_, i) => `${Number(x) + i - 4} ${Number(y) - 4}`),
      ),
    );
    const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`${x} ${y}`] : [])));
    expect([...drawn].sort()).toEqual(dark.sort());
  });
});
