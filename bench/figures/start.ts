import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { tables } from '../../lambdas/flows/tables.ts';
import type { AwsEndpoint } from '../aws-endpoint.ts';
import type { Bundle } from '../bundles.ts';
import { connectEvent, eventOf, functionEnvironment } from '../environment.ts';
import { type Figure, kilobytes, ratio, type Target } from '../report.ts';
import { interleave, median } from '../statistics.ts';

const execute = promisify(execFile);

interface Sample {
  /** Milliseconds. */
  readonly cpu: number;
  readonly wall: number;
  readonly answer: { readonly statusCode?: number } | null;
}

const SAMPLES = 25;
const STOCK = 'stock';
const MOST_BYTES = 450_000;

const SAMPLER = new URL('../start/sample.cjs', import.meta.url).pathname;

const MESSAGE = { id: { S: 'message' }, kind: { S: 'sign-in-code' } };

/** What each function is first asked, as little as can be: its first call to DynamoDB is all that it makes. */
const FIRST_EVENTS: Readonly<Record<string, object>> = {
  [STOCK]: {},
  'sign-in': eventOf('GET /api/sign-in'),
  recovery: eventOf('GET /api/recovery'),
  security: eventOf('PATCH /api/account', { locale: 'nl' }),
  account: eventOf('GET /api/session'),
  approval: eventOf('GET /api/sign-in/phone'),
  phone: eventOf('POST /api/phone/nonce', {}),
  phones: eventOf('GET /api/phones'),
  push: connectEvent([`__Host-flow=${'f'.repeat(22)}.${'s'.repeat(43)}`]),
  support: { ...eventOf('GET /api/tickets'), queryStringParameters: { view: 'own' } },
  help: eventOf('POST /api/help/puzzle', {}),
  'own-data': eventOf('GET /api/sessions'),
  deliver: { Records: [{ eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage: MESSAGE } }] },
};

/** Figure 3: what everything we add to a stock DynamoDB client costs when a function starts. */
export async function measureStart(bundles: Readonly<Record<string, Bundle>>, endpoint: AwsEndpoint): Promise<Figure> {
  const names = Object.entries(tables).map(([name]) => [`TABLE_${name.toUpperCase()}`, name]);
  const env = { ...functionEnvironment(endpoint), ...Object.fromEntries(names) };
  const contenders = [STOCK, ...Object.keys(bundles).filter((name) => name !== STOCK)];
  const start = async (name: string): Promise<Sample> => {
    const [file, event] = [bundles[name]?.file, FIRST_EVENTS[name]];
    if (file === undefined || event === undefined) throw new Error(`Nobody knows what ${name} is first asked.`);
    const { stdout } = await execute(process.execPath, [SAMPLER, file, JSON.stringify(event)], { env });
    const sample: Sample = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    if ((sample.answer?.statusCode ?? 200) >= 500) throw new Error(`${name} did not start: ${stdout}`);
    return sample;
  };
  for (const name of contenders) await start(name);
  const samples = await interleave(contenders, SAMPLES, start);
  const cpu = (name: string) => median((samples.get(name) ?? []).map((sample) => sample.cpu));
  const wall = (name: string) => median((samples.get(name) ?? []).map((sample) => sample.wall));
  const row = (name: string) => [
    name === STOCK ? 'stock DynamoDB client' : name,
    ratio(cpu(name) / cpu(STOCK)),
    cpu(name).toFixed(1),
    wall(name).toFixed(1),
    kilobytes(bundles[name]?.bytes ?? 0),
  ];
  return {
    title: 'Figure 3: starting a function',
    how:
      `CPU time of a fresh process, from before the bundle is loaded to the answer to the first event, over https; ` +
      `medians of ${SAMPLES}, taken by turns. Besides the first call to DynamoDB, all but account, support and push also ` +
      'read their keys from Secrets Manager meanwhile; the stock client does not.',
    columns: ['function', 'CPU time against the stock client', 'CPU ms', 'wall ms', 'bundle'],
    rows: contenders.map(row),
    targets: contenders.slice(1).flatMap((name) => targetsOf(name, cpu(name) / cpu(STOCK), bundles[name]?.bytes ?? 0)),
  };
}

function targetsOf(name: string, got: number, bytes: number): readonly Target[] {
  return [
    { what: `start of ${name} against the stock client`, most: name === 'sign-in' ? 1 : 1.2, got },
    { what: `bytes of ${name}`, most: MOST_BYTES, got: bytes },
  ];
}
