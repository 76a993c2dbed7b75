import { documentClient } from '../../lambdas/aws/dynamodb.ts';
import { person, START } from '../../test/harness/people.ts';
import { createTables, type Database } from '../../test/harness/tables.ts';
import { approvalsOver } from '../approval-costs.ts';
import { memberOf, settleCrowd, TOKEN } from '../crowd.ts';
import { byCall, type Cost, unitsOf } from '../meter.ts';
import { type Figure, ratio } from '../report.ts';
import { signInsOver } from '../sign-in-costs.ts';
import { interleave, median } from '../statistics.ts';

const FEW = 1000;
export const MANY = 100_000;
const ROUNDS = 60;
const WARM_UP = 15;
/** Of the latency; what two portals of one size differ by is printed beside it. */
const MOST = 1.1;

const PORTALS = ['few', 'few again', 'many'] as const;
type Portal = (typeof PORTALS)[number];

const FLOWS = { 'password and code': 'code', 'by phone': 'phone' } as const;
type Flow = (typeof FLOWS)[keyof typeof FLOWS];

/** One sign-in of each kind: what it cost, and how long it took in milliseconds. */
type Taken = Readonly<Record<Flow, { readonly costs: readonly Cost[]; readonly wall: number }>>;

/** Figure 7: what a sign-in costs among few accounts, and among many. Throws when it does not cost the same. */
export async function measureGrowth(dynamodb: string, many: number): Promise<Figure> {
  const sizes: Readonly<Record<Portal, number>> = { few: FEW, 'few again': FEW, many };
  const portals = new Map<Portal, (round: number) => Promise<Taken>>();
  for (const name of PORTALS) portals.set(name, await settlePortal(await createTables(dynamodb), sizes[name]));
  let asked = 0;
  const take = async (name: Portal): Promise<Taken> => {
    const round = Math.floor(asked++ / PORTALS.length);
    const taken = await portals.get(name)?.(round);
    if (!taken) throw new Error(`There is no portal ${name}.`);
    return taken;
  };
  await interleave(PORTALS, WARM_UP, take);
  const taken = await interleave(PORTALS, ROUNDS, take);
  return figureOf(taken, many);
}

/** A portal with so many accounts, in which somebody else signs in each round. */
async function settlePortal(database: Database, size: number): Promise<(round: number) => Promise<Taken>> {
  await settleCrowd(database, size, START);
  const signIns = signInsOver(database);
  // Each of the two meters its own client.
  const approvals = approvalsOver({ ...database, client: documentClient(database.endpoint) });
  /** From all over the table, and no one twice. */
  const step = Math.floor(size / (WARM_UP + ROUNDS));
  return async (round) => {
    const code = await timed(() => signIns.signIn(memberOf(round * step), TOKEN));
    const owner = await approvals.settle(person({ email: `owner-${round}@example.org` }));
    const phone = await timed(() => approvals.byName(owner));
    const { known: _, ...steps } = phone.made;
    return {
      code: { costs: [code.made.password, code.made.code], wall: code.wall },
      phone: { costs: Object.values(steps), wall: phone.wall },
    };
  };
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly made: T; readonly wall: number }> {
  const began = performance.now();
  const made = await work();
  return { made, wall: performance.now() - began };
}

function figureOf(taken: ReadonlyMap<Portal, readonly Taken[]>, many: number): Figure {
  const rounds = (name: Portal) => taken.get(name) ?? [];
  const latency = (name: Portal, flow: Flow) =>
    median(rounds(name).map((round, at) => round[flow].wall / (rounds('few')[at]?.[flow].wall ?? Number.NaN)));
  const told = (flow: Flow) => costOf(PORTALS.flatMap((name) => rounds(name).map((round) => round[flow].costs)));
  return {
    title: 'Figure 7: many accounts',
    how:
      `Sign-ins by the real rules over DynamoDB Local, among ${FEW} accounts and among ${many}, each by somebody else; ` +
      `cost asserted to be the same in each of ${ROUNDS} rounds. Latency: medians of the ratios round by round, after ` +
      `${WARM_UP} to warm up; beside it a second portal of ${FEW}, which tells the noise.`,
    columns: [
      'sign-in',
      'round trips',
      'write units',
      'read units',
      `latency, ${many} against ${FEW}`,
      `${FEW} against ${FEW}`,
    ],
    rows: Object.entries(FLOWS).map(([name, flow]) => [
      name,
      ...told(flow),
      ratio(latency('many', flow)),
      ratio(latency('few again', flow)),
    ]),
    targets: Object.entries(FLOWS).map(([name, flow]) => ({
      what: `latency of a sign-in ${name} among ${many} accounts`,
      most: MOST,
      got: latency('many', flow),
    })),
  };
}

/** The one cost that all of them had: round trips, write units, read units. */
function costOf(all: readonly (readonly Cost[])[]): readonly [number, number, number] {
  const texts = new Set(all.map((costs) => JSON.stringify(costs.map(({ writes, ...rest }) => [byCall(writes), rest]))));
  if (texts.size !== 1) throw new Error(`The cost grows, or is not always the same: ${[...texts].join('\n')}`);
  const [costs = []] = all;
  const sum = (of: (cost: Cost) => number) => costs.reduce((total, cost) => total + of(cost), 0);
  return [sum(({ roundTrips }) => roundTrips), sum(({ writes }) => unitsOf(writes)), sum(({ readUnits }) => readUnits)];
}
