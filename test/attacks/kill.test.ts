import { describe, expect, test } from 'vitest';
import { type Arena, setArenas } from './harness/arenas.ts';
import type { AwsCall, Fault } from './harness/aws.ts';
import { report } from './harness/report.ts';
import { type Prepare, requests } from './harness/requests.ts';
import { watchWork } from './harness/work.ts';

watchWork();
const arenas = setArenas(6);
const all = Object.entries(requests);

const plains = new Map<string, { readonly status: number; readonly calls: number }>();

/** What a request answers when nothing goes wrong, and how many calls to DynamoDB it makes. Found out once. */
async function record(name: string, prepare: Prepare): Promise<{ status: number; calls: number }> {
  const known = plains.get(name);
  if (known) return known;
  let recorded = { status: 0, calls: 0 };
  await arenas.spread([prepare], async ({ portal, instance }) => {
    const request = await prepare(portal, instance);
    const from = portal.aws.calls.length;
    const { status } = await request();
    // What is stored is stored: a hint over a socket that fails is asked for instead.
    const isHint = ({ tables }: AwsCall) => tables[0] === portal.database.tables.connections;
    const calls = portal.aws.calls.slice(from);
    const hinted = calls.findIndex(isHint);
    recorded = { status, calls: hinted < 0 ? calls.length : hinted };
  });
  plains.set(name, recorded);
  return recorded;
}

/** Makes the request while its calls fail as `fault` says, counted from 0. */
async function disturb(
  { portal, instance }: Arena,
  prepare: Prepare,
  fault: (n: number, call: AwsCall) => Fault | undefined,
) {
  const request = await prepare(portal, instance);
  let n = -1;
  portal.aws.fault = (call) => {
    n += 1;
    return fault(n, call);
  };
  const reply = await request();
  portal.aws.fault = () => undefined;
  return { reply, request };
}

describe('T73 a function that dies', () => {
  test.for(all)(
    'T73 %s: killed before or after each call, it leaves no half state, and the client may repeat',
    async ([name, prepare]) => {
      const plain = await record(name, prepare);
      const points = Array.from({ length: plain.calls }, (_, point) => [
        { point, isDone: false },
        { point, isDone: true },
      ]).flat();
      const repeated: number[] = [];
      await arenas.spread(points, async (arena, { point, isDone }) => {
        const { reply, request } = await disturb(arena, prepare, (n) => {
          if (n < point) return undefined;
          return isDone && n === point ? 'lost' : 'reset';
        });
        expect(reply.cookies).toEqual([]);
        expect(reply.status).toBe(503);
        repeated.push((await request()).status);
      });
      // Whoever repeats gets what he would have got, or a wait, or begins anew; never an error of ours, never less safety.
      const usual = repeated.filter((status) => status === plain.status).length;
      expect(repeated.filter((status) => status >= 500)).toEqual([]);
      if (name !== 'new code') expect(usual).toBe(points.length);
      report('T73', { request: name, points: points.length, 'half states': 0, 'repeat answered as usual': usual });
    },
  );
});

describe('T69 answers that are lost', () => {
  test.for(all)(
    'T69 %s: each write is carried out and its answer lost, once; the caller notices nothing',
    async ([name, prepare]) => {
      const plain = await record(name, prepare);
      const points = Array.from({ length: plain.calls }, (_, point) => point);
      const statuses: number[] = [];
      await arenas.spread(points, async (arena, point) => {
        const { reply } = await disturb(arena, prepare, (n) => (n === point ? 'lost' : undefined));
        statuses.push(reply.status);
      });
      expect(statuses).toEqual(points.map(() => plain.status));
      report('T69', { request: name, writes: points.length, 'legitimate callers refused': 0 });
    },
  );
});
