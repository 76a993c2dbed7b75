import { createHttpApi } from './api/http-api.ts';
import type { Clock } from './clock.ts';
import type { Database } from './database/java.ts';
import { handleBatch } from './database/mapping.ts';
import { readStream, type StreamReader } from './database/stream.ts';
import { ensureTables } from './database/tables.ts';
import { createEdge, type Edge } from './edge/cloudfront.ts';
import type { Folder } from './folder.ts';
import { createFunction, type LocalFunction } from './functions/pool.ts';
import type { Log } from './log.ts';
import type { Plan } from './stack/plan.ts';

/** The stack as it is being played, and swapped for its next version without a pause. */
export interface Stage {
  readonly edge: Edge;
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
}

export async function createStage(first: Plan, props: Props): Promise<Stage> {
  const { database, folder, clock, log } = props;
  const functions = new Map<string, LocalFunction>();
  const readers = new Map<string, StreamReader>();
  let current = first;
  let edge: Edge;
  let ended = false;

  async function playFunctions(plan: Plan): Promise<void> {
    for (const spec of plan.functions) {
      const running = functions.get(spec.id);
      if (running === undefined) functions.set(spec.id, createFunction(spec, props));
      else if (JSON.stringify(running.plan()) !== JSON.stringify(spec)) await running.replace(spec);
    }
    const wanted = new Set(plan.functions.map((spec) => spec.id));
    for (const [id, running] of functions) {
      if (wanted.has(id)) continue;
      functions.delete(id);
      await running.end();
    }
  }

  /** A reader looks its mapping up with every batch, so a changed mapping needs no new reader. */
  function playStream(id: string, arn: string): StreamReader {
    const mapping = () => current.streams.find((stream) => stream.id === id);
    return readStream(database, folder, {
      arn,
      batchSize: () => mapping()?.batchSize ?? 1,
      handle: async (records) => {
        const plan = mapping();
        const target = functions.get(plan?.functionId ?? '');
        if (plan === undefined || target === undefined) return;
        const onDeadLetter = (letter: object) => {
          folder.append('deadLetters', letter);
          log.say(`Records of ${plan.functionId} were given up: ${JSON.stringify(letter)}`);
        };
        await handleBatch({ plan, target, clock, onDeadLetter, isStopped: () => ended }, records);
      },
    });
  }

  async function play(plan: Plan): Promise<void> {
    const streams = await ensureTables(database, plan.tables);
    await playFunctions(plan);
    const apis = new Map(plan.apis.map((api) => [api.host, createHttpApi(api, functions, clock.now)]));
    edge = createEdge(plan, apis);
    current = plan;
    for (const { id, streamArn } of plan.streams) {
      const arn = streams.get(streamArn);
      if (arn !== undefined && !readers.has(id)) readers.set(id, playStream(id, arn));
    }
  }

  await play(first);
  return {
    edge: (request) => edge(request),
    environment: () => Object.assign({}, ...current.functions.map((spec) => spec.environment)),
    play,
    wake: () => {
      for (const reader of readers.values()) reader.wake();
    },
    end: async () => {
      ended = true;
      await Promise.all([...functions.values()].map((running) => running.end()));
      await Promise.all([...readers.values()].map((reader) => reader.end()));
    },
  };
}
