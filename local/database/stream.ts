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

/**
 * Hands batches of at most `batchSize` records to `handle`, which resolves when they have been dealt with, however.
 * The position is kept after each batch, so a restart repeats at most one.
 */
export function readStream(
  database: Database,
  folder: Folder,
  {
    arn,
    batchSize,
    handle,
  }: { arn: string; batchSize: () => number; handle: (records: StreamRecord[]) => Promise<void> },
): StreamReader {
  const call = (operation: string, input: object) => database.call(`DynamoDBStreams_20120810.${operation}`, input);
  const positions: Record<string, string> = Positions.parse(folder.read('positions') ?? {})[arn] ?? {};
  const iterators = new Map<string, string>();
  const closed = new Set<string>();
  let open: readonly string[] = [];
  let stopped = false;
  let quickUntil = Date.now() + QUICK_FOR_MILLISECONDS;
  let wakeUp: () => void = () => undefined;

  /** Parents come before their children, as they must be read. */
  async function shards(): Promise<string[]> {
    const { StreamDescription } = Shards.parse(await call('DescribeStream', { StreamArn: arn }));
    return StreamDescription.Shards.map((shard) => shard.ShardId).filter((id) => !closed.has(id));
  }

  async function iteratorOf(shard: string): Promise<string> {
    const known = iterators.get(shard);
    if (known !== undefined) return known;
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

  function keep(shard: string, sequence: string): void {
    positions[shard] = sequence;
    folder.write('positions', { ...Positions.parse(folder.read('positions') ?? {}), [arn]: positions });
  }

  /** Deals with what is new in a shard. */
  async function readShard(shard: string): Promise<void> {
    const limit = { ShardIterator: await iteratorOf(shard), Limit: batchSize() };
    iterators.delete(shard);
    const { Records: records, NextShardIterator: next } = Records.parse(await call('GetRecords', limit));
    const last = records.at(-1)?.dynamodb.SequenceNumber;
    if (last !== undefined) {
      await handle(records);
      keep(shard, last);
      quickUntil = Date.now() + QUICK_FOR_MILLISECONDS;
    }
    if (next) iterators.set(shard, next);
    else closed.add(shard);
  }

  async function readRound(): Promise<void> {
    for (const shard of open) {
      if (!stopped && !closed.has(shard)) await readShard(shard);
    }
  }

  async function run(): Promise<void> {
    for (let round = 0; !stopped; round += 1) {
      try {
        if (round % 20 === 0 || open.some((shard) => closed.has(shard))) open = await shards();
        await readRound();
      } catch {
        // An iterator has expired, or Java is busy: begin again from the position.
        iterators.clear();
      }
      await rest();
    }
  }

  async function rest(): Promise<void> {
    if (stopped) return;
    if (Date.now() < quickUntil) return pause(QUICK_PAUSE_MILLISECONDS);
    await Promise.race([
      pause(SLOW_PAUSE_MILLISECONDS),
      new Promise<void>((resolve) => {
        wakeUp = resolve;
      }),
    ]);
  }

  const running = run();
  return {
    wake: () => {
      quickUntil = Date.now() + QUICK_FOR_MILLISECONDS;
      wakeUp();
    },
    end: () => {
      stopped = true;
      wakeUp();
      return running.catch(() => undefined);
    },
  };
}
