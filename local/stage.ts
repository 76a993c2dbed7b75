import { isDeepStrictEqual } from 'node:util';
import { createHttpApi } from './api/http-api.ts';
import type { Clock } from './clock.ts';
import type { Database } from './database/java.ts';
import { type DeadLetter, handleBatch } from './database/mapping.ts';
import { readStream, type StreamReader } from './database/stream.ts';
import { ensureTables } from './database/tables.ts';
import { createEdge, type Edge } from './edge/cloudfront.ts';
import { textResponse } from './edge/exchange.ts';
import type { Published } from './edge/published.ts';
import { createSocketEdge, type SocketEdge } from './edge/socket-edge.ts';
import type { Folder } from './folder.ts';
import { createFunction, type LocalFunction } from './functions/pool.ts';
import type { Log } from './log.ts';
import type { Connections } from './sockets/connections.ts';
import { createSocketApi, noSocket } from './sockets/socket-api.ts';
import type { Plan } from './stack/plan.ts';

/** The stack as it is being played, and swapped for its next version without a pause. */
export interface Stage {
  readonly edge: Edge;
  readonly socketEdge: SocketEdge;
  /** The functions' environments, taken together. */
  readonly environment: () => Readonly<Record<string, string>>;
  /** Rejects, and leaves what was there, when the new version cannot start. */
  readonly play: (plan: Plan) => Promise<void>;
  /** Something was written to a table. */
  readonly wake: () => void;
  readonly end: () => Promise<void>;
}

export interface Props {
  readonly folder: Folder;
  readonly clock: Clock;
  readonly log: Log;
  readonly database: Database;
  /** What Lambda itself puts into a function's environment. */
  readonly platform: Readonly<Record<string, string>>;
  readonly published: Published;
  /** Open sockets, which a new version keeps. */
  readonly connections: Connections;
}

interface State extends Props {
  readonly functions: Map<string, LocalFunction>;
  readonly readers: Map<string, StreamReader>;
  plan: Plan;
  edge: Edge;
  socketEdge: SocketEdge;
  ended: boolean;
}

export async function createStage(plan: Plan, props: Props): Promise<Stage> {
  const notYet: Edge = async () => textResponse(503, 'The portal is starting.');
  const running = { functions: new Map(), readers: new Map(), edge: notYet, socketEdge: notYet };
  const state: State = { ...props, ...running, plan, ended: false };
  await play(state, plan);
  return {
    edge: (request) => state.edge(request),
    socketEdge: (request) => state.socketEdge(request),
    environment: () => Object.assign({}, ...state.plan.functions.map((spec) => spec.environment)),
    play: (next) => play(state, next),
    wake: () => {
      for (const reader of state.readers.values()) reader.wake();
    },
    end: async () => {
      state.ended = true;
      const readers = [...state.readers.values()].map((reader) => reader.end());
      await Promise.all([...state.functions.values()].map((running) => running.end()));
      await Promise.all(readers);
    },
  };
}

async function play(state: State, plan: Plan): Promise<void> {
  const { database, readers } = state;
  const streams = await ensureTables(database, plan.tables);
  await playFunctions(state, plan);
  playEdges(state, plan);
  state.plan = plan;
  for (const { id, streamArn } of plan.streams) {
    const arn = streams.get(streamArn);
    if (arn !== undefined && !readers.has(id)) readers.set(id, playStream(state, id, arn));
  }
}

function playEdges(state: State, plan: Plan): void {
  const { functions, connections, clock } = state;
  const withSockets = plan.apis.filter(({ protocol }) => protocol === 'WEBSOCKET');
  const others = plan.apis.filter(({ protocol }) => protocol === 'HTTP');
  const apis = new Map([
    ...others.map((api) => [api.host, createHttpApi(api, functions, clock.now)] as const),
    ...withSockets.map(({ host }) => [host, noSocket] as const),
  ]);
  const sockets = withSockets.map(
    (api) => [api.host, createSocketApi(api, functions, connections, clock.now)] as const,
  );
  const edge = createEdge(plan, apis, state.published.page);
  state.edge = edge;
  state.socketEdge = createSocketEdge(plan, new Map(sockets), edge);
}

async function playFunctions({ functions, clock, log, platform }: State, plan: Plan): Promise<void> {
  for (const spec of plan.functions) {
    const running = functions.get(spec.id);
    if (running === undefined) functions.set(spec.id, createFunction(spec, { clock, log, platform }));
    else if (!isDeepStrictEqual(running.plan(), spec)) await running.replace(spec);
  }
  const wanted = new Set(plan.functions.map((spec) => spec.id));
  for (const [id, running] of functions) {
    if (wanted.has(id)) continue;
    functions.delete(id);
    await running.end();
  }
}

/** A reader looks its mapping up with every batch, so a changed mapping needs no new reader. */
function playStream(state: State, id: string, arn: string): StreamReader {
  const { database, folder, functions, clock, log } = state;
  const mapping = () => state.plan.streams.find((stream) => stream.id === id);
  const onDeadLetter = (letter: DeadLetter) => {
    folder.append('deadLetters', letter);
    log.say(`Records of ${letter.functionId} were given up: ${JSON.stringify(letter)}`);
  };
  return readStream(database, folder, {
    arn,
    batchSize: () => mapping()?.batchSize ?? 1,
    handle: async (records) => {
      const plan = mapping();
      const target = functions.get(plan?.functionId ?? '');
      if (plan === undefined || target === undefined) return;
      await handleBatch({ plan, target, clock, onDeadLetter, isStopped: () => state.ended }, records);
    },
  });
}
