import { expect, test } from 'vitest';
import { report, rounds } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { traceSignIn } from './harness/trace.ts';
import { watchWork } from './harness/work.ts';

const work = watchWork({ cheap: false });
const stage = setStage();

/**
 * Times are reported and not asserted: on a busy machine they would fail by chance. What is asserted is that the work
 * is the same. Two thousand an arm (`GATEHOUSE_ROUNDS=140`) show a shift of two milliseconds where the deviation is 20.
 */
test('T17 known, unknown, locked and invited accounts cost the same work; their times are reported', async () => {
  const { portal } = stage;
  const arms = {
    known: (await portal.person()).account.email,
    unknown: 'nobody@mail.example.org',
    locked: (await portal.person({ status: 'locked' })).account.email,
    invited: (await portal.person({ status: 'invited' })).account.email,
  };
  const times: Record<string, number[]> = {};
  const works = new Set<string>();
  const n = rounds(15);
  for (let i = 0; i < n + 2; i += 1) {
    for (const [arm, identifier] of shuffled(Object.entries(arms), i)) {
      const began = performance.now();
      const { calls, argon2, answer } = await traceSignIn(portal, work, portal.browser(), {
        identifier,
        password: 'x',
      });
      if (i >= 2) times[arm] = [...(times[arm] ?? []), performance.now() - began];
      works.add(JSON.stringify([calls, argon2, answer]));
    }
  }
  expect(works.size).toBe(1);
  for (const arm of ['known', 'locked', 'invited']) {
    const { shift, auc } = compare(times[arm] ?? [], times.unknown ?? []);
    report('T17', { arm: `${arm} against unknown`, n, 'shift in ms': shift.toFixed(2), AUC: auc.toFixed(3) });
  }
});

const shuffled = <T>(list: readonly T[], by: number): readonly T[] => [
  ...list.slice(by % list.length),
  ...list.slice(0, by % list.length),
];

/** Hodges-Lehmann shift (median of all differences), and the chance that one of the first is larger (Mann-Whitney). */
function compare(some: readonly number[], others: readonly number[]): { shift: number; auc: number } {
  const differences = some.flatMap((a) => others.map((b) => a - b)).sort((a, b) => a - b);
  return {
    shift: differences[Math.floor(differences.length / 2)] ?? 0,
    auc: differences.filter((difference) => difference > 0).length / differences.length,
  };
}
