import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CREDENTIALS } from '../test/harness/credentials.ts';
import { startDynamoDb } from '../test/harness/dynamodb-local.ts';
import { startAwsEndpoint } from './aws-endpoint.ts';
import { buildBundles } from './bundles.ts';
import { measureCosts } from './figures/costs.ts';
import { measureDecision } from './figures/decision.ts';
import { measureFlow } from './figures/flow.ts';
import { MANY, measureGrowth } from './figures/growth.ts';
import { computeMoney } from './figures/money.ts';
import { measurePage } from './figures/page.ts';
import { measureStart } from './figures/start.ts';
import { type Figure, renderFigure, writeResults } from './report.ts';

/**
 * `npm run bench` takes all figures and writes RESULTS.md; `npm run bench -- start page` prints those. With `--accounts N`
 * the last figure is taken among so many.
 */
const { positionals: wanted, values } = parseArgs({
  allowPositionals: true,
  options: { accounts: { type: 'string', default: String(MANY) } },
});

process.env.AWS_REGION = CREDENTIALS.region;
process.env.AWS_ACCESS_KEY_ID = CREDENTIALS.credentials.accessKeyId;
process.env.AWS_SECRET_ACCESS_KEY = CREDENTIALS.credentials.secretAccessKey;

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
const aws = await startAwsEndpoint(folder);
const dynamodb = await startDynamoDb();
try {
  const bundles = await buildBundles(folder);
  const { 'sign-in': signIn } = bundles;
  if (!signIn) throw new Error('There is no function sign-in.');
  const figures: Readonly<Record<string, () => Promise<Figure>>> = {
    flow: () => measureFlow(dynamodb.endpoint, signIn, aws),
    costs: () => measureCosts(dynamodb.endpoint),
    start: () => measureStart(bundles, aws),
    decision: measureDecision,
    page: measurePage,
    money: async () => computeMoney(),
    growth: () => measureGrowth(dynamodb.endpoint, Number(values.accounts)),
  };
  const unknown = wanted.find((name) => !(name in figures));
  if (unknown !== undefined) throw new Error(`There is no figure ${unknown}: ${Object.keys(figures).join(', ')}.`);
  const taken: Figure[] = [];
  for (const [name, measure] of Object.entries(figures)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const figure = await measure();
    process.stdout.write(`${renderFigure(figure)}\n`);
    taken.push(figure);
  }
  if (wanted.length === 0) writeResults(taken, 'npm run bench');
} finally {
  aws.end();
  await dynamodb.end();
  rmSync(folder, { recursive: true, force: true });
}
