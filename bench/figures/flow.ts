import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createTables } from '../../test/harness/tables.ts';
import type { AwsEndpoint } from '../aws-endpoint.ts';
import type { Bundle } from '../bundles.ts';
import type { Taken } from '../contenders/contender.ts';
import { settleCrowd } from '../crowd.ts';
import { functionEnvironment } from '../environment.ts';
import { type Figure, ratio } from '../report.ts';
import { interleave, median } from '../statistics.ts';

const CONTENDERS = ['least', 'gatehouse', 'better-auth'] as const;
type Contender = (typeof CONTENDERS)[number];

const TITLES: Readonly<Record<Contender, string>> = {
  least: 'the least, on DynamoDB Local',
  gatehouse: 'Gatehouse, on DynamoDB Local',
  'better-auth': 'better-auth, on in-process SQLite',
};

const ROUNDS = 20;
const FLOWS = 4;
const WARM_UP = 100;
/** Members of each contender. */
const MEMBERS = WARM_UP + ROUNDS * FLOWS;

/** Figure 1: CPU time of a sign-in with password and code, one at a time. */
export async function measureFlow(dynamodb: string, bundle: Bundle, endpoint: AwsEndpoint): Promise<Figure> {
  const database = await createTables(dynamodb);
  await settleCrowd(database, CONTENDERS.length * MEMBERS);
  const env = { ...functionEnvironment(endpoint), ...database.variables };
  const processes = new Map<Contender, ChildProcess>();
  try {
    for (const [place, name] of CONTENDERS.entries()) {
      const entry = new URL(`../contenders/${name}.ts`, import.meta.url);
      const words = [String(place * MEMBERS), bundle.file];
      processes.set(name, fork(entry, words, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }));
      await told(processes.get(name));
      await signIns(processes.get(name), WARM_UP);
    }
    return figureOf(await interleave(CONTENDERS, ROUNDS, (name) => signIns(processes.get(name), FLOWS)));
  } finally {
    for (const one of processes.values()) one.kill();
  }
}

async function told(contender: ChildProcess | undefined): Promise<Taken> {
  if (!contender) throw new Error('A contender was not started.');
  const over = new AbortController();
  const gone = once(contender, 'exit', over).then(() => Promise.reject(new Error('A contender ended.')));
  gone.catch(() => undefined);
  try {
    const [message] = await Promise.race([once(contender, 'message', over), gone]);
    return message;
  } finally {
    over.abort();
  }
}

async function signIns(contender: ChildProcess | undefined, flows: number): Promise<Taken> {
  const answer = told(contender);
  contender?.send(flows);
  return answer;
}

function figureOf(taken: ReadonlyMap<Contender, readonly Taken[]>): Figure {
  const cpu = (name: Contender) => median((taken.get(name) ?? []).map((round) => round.cpu));
  const wall = (name: Contender) => median((taken.get(name) ?? []).flatMap(({ walls }) => walls));
  const row = (name: Contender) => [
    TITLES[name],
    ratio(cpu(name) / cpu('least')),
    cpu(name).toFixed(1),
    wall(name).toFixed(1),
    (1000 / wall(name)).toFixed(1),
  ];
  return {
    title: 'Figure 1: CPU time of a sign-in with password and code',
    how:
      `CPU time of each contender's own process (not of DynamoDB Local), argon2id at 19 MiB and two passes in all three; ` +
      `one flow at a time, from a known browser; medians of ${ROUNDS} rounds of ${FLOWS}, by turns, after ${WARM_UP} to warm up.`,
    columns: ['what', 'CPU time against the least', 'CPU ms', 'p50 wall ms', 'flows/s at p50'],
    rows: CONTENDERS.map(row),
    targets: [
      { what: 'Gatehouse against the least', most: 1.2, got: cpu('gatehouse') / cpu('least') },
      { what: 'Gatehouse against better-auth', most: 1, got: cpu('gatehouse') / cpu('better-auth') },
    ],
  };
}
