import { describe, expect, it } from 'vitest';
import { inParallel } from '../../bin/command-line/in-parallel.ts';

describe('work in parallel', () => {
  it('is begun in order, never more at once than is said, and all of it', async () => {
    const begun: number[] = [];
    let [now, most] = [0, 0];
    await inParallel([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      begun.push(item);
      now += 1;
      most = Math.max(most, now);
      await new Promise(setImmediate);
      now -= 1;
    });
    expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect([now, most]).toEqual([0, 3]);
  });

  it('ends at the first error, after what was under way, and begins nothing more', async () => {
    const ended: number[] = [];
    const work = inParallel([1, 2, 3, 4, 5, 6], 2, async (item) => {
      if (item === 2) throw new Error('two');
      await new Promise(setImmediate);
      ended.push(item);
    });
    await expect(work).rejects.toThrow('two');
    expect(ended).toEqual([1]);
  });
});
