import { describe, expect, test } from 'vitest';
import { type Arena, setArenas } from './harness/arenas.ts';
import type { Fault } from './harness/aws.ts';
import { report } from './harness/report.ts';
import { type Prepare, requests } from './harness/requests.ts';
import { shapeOf } from './harness/trace.ts';
import { watchWork } from './harness/work.ts';

watchWork();
const arenas = setArenas(8);
const MOST_TRIES = 3;

/** Outages end in 503; what says that we asked wrongly ends in a bare 500; what is repeated and then succeeds, in success. */
const errors: readonly { readonly fault: Fault; readonly status: 500 | 503; readonly isRepeated: boolean }[] = [
  { fault: { error: 'ProvisionedThroughputExceededException' }, status: 503, isRepeated: true },
  { fault: { error: 'RequestLimitExceeded' }, status: 503, isRepeated: true },
  { fault: { error: 'ThrottlingException' }, status: 503, isRepeated: true },
  { fault: { error: 'InternalServerError' }, status: 503, isRepeated: true },
  { fault: { error: 'ServiceUnavailable' }, status: 503, isRepeated: true },
  { fault: 'reset', status: 503, isRepeated: true },
  { fault: { error: 'ValidationException' }, status: 500, isRepeated: false },
  { fault: { error: 'AccessDeniedException' }, status: 500, isRepeated: false },
  { fault: { error: 'ResourceNotFoundException' }, status: 500, isRepeated: false },
];

/** A way to call AWS from one request, and how often one undisturbed request makes it. */
interface Site {
  readonly shape: string;
  readonly calls: number;
}

const shapesIn = ({ portal }: Arena, from: number): readonly string[] =>
  portal.aws.calls
    .slice(from)
    .filter(({ service }) => service === 'dynamodb')
    .map((call) => shapeOf(call, Object.values(portal.database.tables)));

/** The call sites of a request, found by making it once undisturbed. */
async function record(prepare: Prepare): Promise<{ status: number; sites: readonly Site[] }> {
  let recorded: { status: number; sites: readonly Site[] } = { status: 0, sites: [] };
  await arenas.spread([prepare], async (arena) => {
    const request = await prepare(arena.portal, arena.instance);
    const from = arena.portal.aws.calls.length;
    const { status } = await request();
    const shapes = shapesIn(arena, from);
    const sites = [...Map.groupBy(shapes, (shape) => shape)].map(([shape, { length }]) => ({ shape, calls: length }));
    recorded = { status, sites };
  });
  return recorded;
}

async function disturb(arena: Arena, prepare: Prepare, shape: string, fault: Fault, most: number) {
  const { portal, instance } = arena;
  const request = await prepare(portal, instance);
  const names = Object.values(portal.database.tables);
  // Of the request before, a call that nobody waited for may still be repeated.
  const earlier = new Set(portal.aws.calls.map(({ invocation }) => invocation));
  let hits = 0;
  portal.aws.fault = (call) => {
    if (hits >= most || earlier.has(call.invocation) || shapeOf(call, names) !== shape) return undefined;
    hits += 1;
    return fault;
  };
  const reply = await request();
  portal.aws.fault = () => undefined;
  return { reply, hits };
}

/** One of each kind, for requests that take many others to prepare. */
const ofEachKind = errors.filter(
  ({ fault }) => fault === 'reset' || /^(Internal|Validation)/.test(Object(fault).error),
);
const LONG = /phone|PIN|approval/;

const isHint = (shape: string): boolean => shape.includes('"TableName":"connections"');

describe('T68 every call to DynamoDB fails in every way', () => {
  test.for(Object.entries(requests))(
    'T68 %s: fails closed, tells an outage from a bug, repeats at most twice',
    async ([name, prepare]) => {
      const plain = await record(prepare);
      const cells = plain.sites.flatMap((site) =>
        (LONG.test(name) ? ofEachKind : errors).flatMap((error) => {
          // Whether an error is repeated by its name is the client's own, so one request tells it of every name.
          const isOnceToo = name === 'right password' || ofEachKind.includes(error);
          return [...(isOnceToo ? [{ site, ...error, most: 1 }] : []), { site, ...error, most: 99 }];
        }),
      );
      await arenas.spread(cells, async (arena, { site, fault, status, isRepeated, most }) => {
        const { reply, hits } = await disturb(arena, prepare, site.shape, fault, most);
        // What is stored is stored: a hint over a socket that fails is asked for instead.
        const recovers = (most === 1 && isRepeated) || isHint(site.shape);
        const cell = `${site.shape.slice(0, 60)} ${JSON.stringify(fault)} ${most}`;
        expect([reply.status, cell]).toEqual([recovers ? plain.status : status, cell]);
        if (!recovers) expect(reply.cookies).toEqual([]);
        expect(hits).toBeLessThanOrEqual(MOST_TRIES * site.calls);
      });
      report('T68', {
        request: name,
        sites: plain.sites.length,
        cells: cells.length,
        'failed open': 0,
        'wrong status': 0,
      });
    },
  );

  test('T68 a call that never answers is given up after three tries of 1.5 s', async () => {
    const longest: number[] = [];
    await arenas.spread(Object.values(requests), async ({ portal, instance }, prepare) => {
      const request = await prepare(portal, instance);
      portal.aws.fault = ({ service }) => (service === 'dynamodb' ? 'hang' : undefined);
      const began = performance.now();
      expect((await request()).status).toBe(503);
      longest.push((performance.now() - began) / 1000);
      portal.aws.fault = () => undefined;
    });
    // A function that has just been loaded waits twice: for its first read, and for the request's. The machine may be busy.
    expect(Math.max(...longest)).toBeLessThan(15);
    report('T68', { 'requests that hang': longest.length, 'longest in seconds': Math.max(...longest).toFixed(1) });
  });

  const cancellations = [
    ['TransactionConflict', 1, [200], 1],
    ['ThrottlingError', 2, [200], 2],
    ['TransactionConflict', 99, [503], MOST_TRIES],
    ['ProvisionedThroughputExceeded', 99, [503], MOST_TRIES],
    ['ValidationError', 99, [500], 1],
    ['ConditionalCheckFailed', 99, [401, 410, 429], 2],
  ] as const;
  test('T68 a cancelled transaction is a refusal only where a condition failed', async () => {
    const named = ['right password', 'right code', 'new code'].flatMap((name) => requests[name] ?? []);
    const cells = named.flatMap((prepare) => cancellations.map((cancellation) => ({ prepare, cancellation })));
    await arenas.spread(cells, async ({ portal, instance }, { prepare, cancellation }) => {
      const [reason, most, statuses, mostHits] = cancellation;
      const request = await prepare(portal, instance);
      let hits = 0;
      portal.aws.fault = ({ operation, body }) => {
        if (operation !== 'TransactWriteItems' || hits >= most) return undefined;
        hits += 1;
        const { TransactItems } = JSON.parse(body);
        return {
          error: 'TransactionCanceledException',
          reasons: TransactItems.map((_: unknown, i: number) => (i === 0 ? reason : 'None')),
        };
      };
      const { status } = await request();
      portal.aws.fault = () => undefined;
      expect([reason, most, statuses.some((one) => one === status) ? 'as expected' : status]).toEqual([
        reason,
        most,
        'as expected',
      ]);
      expect(hits).toBeLessThanOrEqual(mostHits);
    });
    report('T68', { cancellations: cells.length, 'wrong status': 0 });
  });
});
