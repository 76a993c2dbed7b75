import { startPortal } from '../../test/harness/local-run.ts';
import { decideBy, decideLeast, decideSafely, type Sample } from '../approval/decisions.ts';
import { settleOwner } from '../approval/owner.ts';
import { type Figure, ratio } from '../report.ts';
import { interleave, median, percentile } from '../statistics.ts';

const ROUNDS = 100;
const WARM_UP = 10;
const CONTENDERS = ['least', 'safe', 'gatehouse'] as const;
const PROGRAM = 'bench/approval/program.ts';

/** Figure 4: from the phone's decision to the browser's knowledge. */
export async function measureDecision(): Promise<Figure> {
  const run = await startPortal({ program: PROGRAM });
  try {
    const profile = await settleOwner(run);
    const decide = {
      least: () => decideLeast(run.url),
      safe: () => decideSafely(run.url),
      gatehouse: () => decideBy(profile),
    };
    await interleave(CONTENDERS, WARM_UP, (name) => decide[name]());
    return figureOf(await interleave(CONTENDERS, ROUNDS, (name) => decide[name]()));
  } finally {
    await run.stop();
  }
}

function figureOf(samples: ReadonlyMap<(typeof CONTENDERS)[number], readonly Sample[]>): Figure {
  const [least = [], safe = [], own = []] = CONTENDERS.map((name) => samples.get(name));
  const base = least.map(({ told }) => told);
  const [safely, known] = [safe.map((one) => one.known), own.map((one) => one.known)];
  const row = (what: string, walls: readonly number[]) => [
    what,
    walls.length,
    ratio(median(walls) / median(base)),
    ratio(percentile(walls, 99) / median(walls)),
    median(walls).toFixed(1),
    percentile(walls, 99).toFixed(1),
  ];
  const rows = (what: string, walls: readonly Sample[]) => [
    row(
      `${what}, until the socket speaks`,
      walls.map(({ told }) => told),
    ),
    row(
      `${what}, until the browser knows`,
      walls.map(({ known }) => known),
    ),
  ];
  return {
    title: 'Figure 4: from the phone’s decision to the browser’s knowledge',
    how:
      'Wall time over the local run: real sockets, the real gateway, DynamoDB Local, warm functions, one decision at a ' +
      'time. It begins when the phone sends what it has signed. The least is one call of a function, one transaction and ' +
      'one push that says what was decided. The least that is safe also reads the phone, buys a try and looks up the ' +
      'socket, and its push says only that something has changed: the page asks. Both stand behind the same gateway, ' +
      'without proofs and keys, by turns with the portal’s own.',
    columns: ['what', 'n', 'median against the least', 'p99 against its median', 'median ms', 'p99 ms'],
    rows: [row('the least', base), ...rows('the least that is safe', safe), ...rows('Gatehouse', own)],
    targets: [
      { what: 'median against the least, until the browser knows', most: 1.5, got: median(known) / median(base) },
      { what: 'median against the least that is safe, likewise', most: 1.5, got: median(known) / median(safely) },
      { what: 'p99 against the median, until the browser knows', most: 4, got: percentile(known, 99) / median(known) },
    ],
  };
}
