import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Folder } from '../folder.ts';
import type { Database } from './java.ts';
import { Records, ShardIterator, Shards, type StreamRecord } from './records.ts';

/** A commit becomes a record within 40 ms; so after a write the stream is looked at often, for a while. */
const QUICK_PAUSE_MILLISECONDS = 20;
const QUICK_FOR_MILLISECONDS = 1_000;
const SLOW_PAUSE_MILLISECONDS = 500;

/** By stream and shard, the last record that was dealt with. */
const Positions = z.record(z.string(), z.record(z.string(), z.string()));

/** Reads one stream from where it was left, in order, for as long as it runs. */
export interface StreamReader {
  /** Something was written: look now. */
  readonly wake: () => void;
  readonly end: () => Promise<void>;
}

export interface Source {
  /** The database's own name of the stream. */
  readonly arn: string;
  readonly batchSize: () => number;
  /** Resolves when the records have been dealt with, however. */
  readonly handle: (records: StreamRecord[]) => Promise<void>;
}

interface Reading extends Source {
  readonly folder: Folder;
  readonly call: (operation: string, input: object) => Promise<unknown>;
  /** By shard, the last record that was dealt with. */
  readonly positions: Record<string, string>;
  readonly iterators: Map<string, string>;
  readonly closed: Set<string>;
  open: readonly string[];
  stopped: boolean;
  quickUntil: number;
  wakeUp: () => void;
}

/** The position is kept after each batch, so a restart repeats at most one. */
export function readStream(database: Database, folder: Folder, source: Source): StreamReader {
  const reading: Reading = {
    ...source,
    folder,
    call: (operation, input) => database.call(`DynamoDBStreams_20120810.${operation}`, input),
    positions: Positions.parse(folder.read('positions') ?? {})[source.arn] ?? {},
    iterators: new Map(),
    closed: new Set(),
    open: [],
    stopped: false,
    quickUntil: Date.now() + QUICK_FOR_MILLISECONDS,
    wakeUp: () => undefined,
  };
  const running = run(reading);
  return {
    wake: () => {
      reading.quickUntil = Date.now() + QUICK_FOR_MILLISECONDS;
      reading.wakeUp();
    },
    end: () => {
      reading.stopped = true;
      reading.wakeUp();
      return running;
    },
  };
}

async function run(reading: Reading): Promise<void> {
  for (let round = 0; !reading.stopped; round += 1) {
    try {
      if (round % 20 === 0 || reading.open.some((shard) => reading.closed.has(shard))) await findShards(reading);
      await readRound(reading);
    } catch {
      // An iterator has expired, or Java is busy: begin again from the position.
      reading.iterators.clear();
    }
    await rest(reading);
  }
}

/** Parents come before their children, as they must be read. */
async function findShards(reading: Reading): Promise<void> {
  const { StreamDescription } = Shards.parse(await reading.call('DescribeStream', { StreamArn: reading.arn }));
  reading.open = StreamDescription.Shards.map((shard) => shard.ShardId).filter((id) => !reading.closed.has(id));
}

async function readRound(reading: Reading): Promise<void> {
  for (const shard of reading.open) {
    if (!reading.stopped && !reading.closed.has(shard)) await readShard(reading, shard);
  }
}

/** Deals with what is new in a shard. */
async function readShard(reading: Reading, shard: string): Promise<void> {
  const { iterators, closed, call, handle, batchSize } = reading;
  const limit = { ShardIterator: iterators.get(shard) ?? (await iteratorOf(reading, shard)), Limit: batchSize() };
  iterators.delete(shard);
  const { Records: records, NextShardIterator: next } = Records.parse(await call('GetRecords', limit));
  const last = records.at(-1)?.dynamodb.SequenceNumber;
  if (last !== undefined) {
    await handle(records);
    // Ended in the middle of a batch: it comes again.
    if (reading.stopped) return;
    keep(reading, shard, last);
    reading.quickUntil = Date.now() + QUICK_FOR_MILLISECONDS;
  }
  if (next) iterators.set(shard, next);
  else closed.add(shard);
}

async function iteratorOf({ call, arn, positions }: Reading, shard: string): Promise<string> {
  const after = positions[shard];
  const where =
    after === undefined
      ? { ShardIteratorType: 'TRIM_HORIZON' }
      : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after };
  try {
    const answer = await call('GetShardIterator', { StreamArn: arn, ShardId: shard, ...where });
    return ShardIterator.parse(answer).ShardIterator;
  } catch (error) {
    // What came after the position is older than a day and gone: go on with what is left.
    if (error instanceof Error && error.name === 'TrimmedDataAccessException') delete positions[shard];
    throw error;
  }
}

function keep({ folder, positions, arn }: Reading, shard: string, sequence: string): void {
  positions[shard] = sequence;
  folder.write('positions', { ...Positions.parse(folder.read('positions') ?? {}), [arn]: positions });
}

async function rest(reading: Reading): Promise<void> {
  if (reading.stopped) return;
  if (Date.now() < reading.quickUntil) return pause(QUICK_PAUSE_MILLISECONDS);
  await Promise.race([
    pause(SLOW_PAUSE_MILLISECONDS),
    new Promise<void>((resolve) => {
      reading.wakeUp = resolve;
    }),
  ]);
}
