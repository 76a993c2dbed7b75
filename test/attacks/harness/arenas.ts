import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { createInvariants } from '../invariants.ts';
import { type Aws, startAws } from './aws.ts';
import { type Instance, KEY, openPortal, type Portal } from './portal.ts';

export interface Arena {
  readonly portal: Portal;
  /** Its functions, loaded anew for every test. */
  readonly instance: Instance;
}

interface Place {
  readonly portal: Portal;
  readonly check: () => Promise<void>;
}

export interface Arenas {
  /** Runs a task for every cell, each in one arena, as many side by side as there are arenas. */
  spread<T>(cells: readonly T[], task: (arena: Arena, cell: T) => Promise<void>): Promise<void>;
}

/** Portals with tables of their own, side by side, so that what waits for one does not hold up the others. */
export function setArenas(count: number): Arenas {
  const places: Place[] = [];
  let shared: Aws | undefined;
  beforeAll(async () => {
    // One for all, told apart by their tables: clients read the address of a service late, when it is another arena's turn.
    const aws = await startAws(inject('dynamodb'), () => JSON.stringify({ current: 'k1', k1: KEY }));
    shared = aws;
    for (let i = 0; i < count; i += 1) places.push(await openPlace(aws, places));
    aws.fault = (call) => {
      const place = places.find(({ portal }) => Object.values(portal.database.tables).includes(call.tables[0] ?? ''));
      return place?.portal.aws.fault(call, place.portal.aws.calls.push(call) - 1);
    };
  });
  afterEach(async () => {
    for (const { check } of places) await check();
  });
  afterAll(async () => {
    for (const { portal } of places) await portal.end();
    await shared?.end();
  });
  return {
    async spread(cells, task) {
      const waiting = [...cells];
      const arenas: Arena[] = [];
      // One after the other: a function reads its environment while it is loaded.
      for (const place of places.slice(0, cells.length)) {
        arenas.push(Object.assign(place, { instance: await place.portal.start() }));
      }
      await Promise.all(
        arenas.map(async (arena) => {
          for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) await task(arena, cell);
        }),
      );
    },
  };
}

async function openPlace(aws: Aws, places: readonly Place[]): Promise<Place> {
  const index = places.length;
  const isOwn = (to: string | undefined) =>
    places[index]?.portal.people.some(({ account }) => account.email === to || account.phone?.number === to);
  const own: Aws = {
    url: aws.url,
    calls: [],
    sockets: aws.sockets,
    get messages() {
      return aws.messages.filter(({ to }) => isOwn(to[0]));
    },
    fault: () => undefined,
    end: async () => undefined,
  };
  const portal = await openPortal({}, own);
  return { portal, check: createInvariants(portal) };
}
