import { startPortal } from '../../test/harness/local-run.ts';
import { decideBy, decideLeast, type Sample } from '../approval/decisions.ts';
import { settleOwner } from '../approval/owner.ts';
import { type Figure, ratio } from '../report.ts';
import { interleave, median, percentile } from '../statistics.ts';

const ROUNDS = 100;
const WARM_UP = 10;
const CONTENDERS = ['least', 'gatehouse'] as const;
const PROGRAM = 'bench/approval/program.ts';

/** Figure 4: from the phone's decision to the browser's knowledge. */
export async function measureDecision(): Promise<Figure> {
  const run = await startPortal({ program: PROGRAM });
  try {
    const profile = await settleOwner(run);
    const decide = { least: () => decideLeast(run.url), gatehouse: () => decideBy(profile) };
    await interleave(CONTENDERS, WARM_UP, (name) => decide[name]());
    return figureOf(await interleave(CONTENDERS, ROUNDS, (name) => decide[name]()));
  } finally {
    await run.stop();
  }
}

function figureOf(samples: ReadonlyMap<(typeof CONTENDERS)[number], readonly Sample[]>): Figure {
  const [least = [], own = []] = CONTENDERS.map((name) => samples.get(name));
  const base = least.map(({ told }) => told);
  const [told, known] = [own.map((one) => one.told), own.map((one) => one.known)];
  const row = (what: string, walls: readonly number[]) => [
    what,
    walls.length,
    ratio(median(walls) / median(base)),
    ratio(percentile(walls, 99) / median(walls)),
    median(walls).toFixed(1),
    percentile(walls, 99).toFixed(1),
  ];
  return {
    title: 'Figure 4: from the phone’s decision to the browser’s knowledge',
    how:
      'Wall time over the local run: real sockets, the real gateway, DynamoDB Local, warm functions, one decision at a ' +
      'time. It begins when the phone sends what it has signed. The least is one call of a function, one transaction and ' +
      'one push, behind the same gateway, by turns with the portal’s own; its push says what was decided, where the ' +
      'portal’s only says that something has changed and the browser asks.',
    columns: ['what', 'n', 'median against the least', 'p99 against its median', 'median ms', 'p99 ms'],
    rows: [
      row('the least', base),
      row('Gatehouse, until the socket speaks', told),
      row('Gatehouse, until the browser knows', known),
    ],
    targets: [
      { what: 'median against the least, until the browser knows', most: 1.5, got: median(known) / median(base) },
      { what: 'p99 against the median, until the browser knows', most: 4, got: percentile(known, 99) / median(known) },
    ],
  };
}
