import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Clock } from '../clock.ts';
import type { LocalFunction } from '../functions/pool.ts';
import type { StreamPlan } from '../stack/functions.ts';
import { REGION } from '../stack/intrinsics.ts';
import { fits, type StreamRecord } from './records.ts';

const FIRST_DELAY_MILLISECONDS = 200;
const LONGEST_DELAY_MILLISECONDS = 10_000;
const PartialFailures = z.nullish(
  z.object({ batchItemFailures: z.nullish(z.array(z.object({ itemIdentifier: z.string() }))) }),
);

/** What is told of records that were given up, as Lambda tells the on-failure destination: sequence numbers, no items. */
export interface DeadLetter {
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly at: string;
  readonly destination: string;
  readonly functionId: string;
  readonly startSequenceNumber: string;
  readonly endSequenceNumber: string;
  readonly batchSize: number;
}

export interface Mapping {
  readonly plan: StreamPlan;
  readonly target: LocalFunction;
  readonly clock: Clock;
  readonly onDeadLetter: (letter: DeadLetter) => void;
  readonly isStopped: () => boolean;
}

/** Calls the function with a batch until each of its records has succeeded or is given up, as an event source mapping does. */
export async function handleBatch(mapping: Mapping, records: readonly StreamRecord[]): Promise<void> {
  const { filters, bisect, retries } = mapping.plan;
  let rest = records.filter((record) => filters.length === 0 || filters.some((filter) => fits(filter, record)));
  let failures = 0;
  while (!mapping.isStopped()) {
    rest = dropOld(mapping, rest);
    if (rest.length === 0) return;
    const left = await callOnce(mapping, rest);
    if (left.length === 0) return;
    failures = left.length < rest.length ? 1 : failures + 1;
    rest = left;
    if (retries >= 0 && failures > retries) return giveUp(mapping, rest, 'RetryAttemptsExhausted');
    await pause(Math.min(FIRST_DELAY_MILLISECONDS * 2 ** failures, LONGEST_DELAY_MILLISECONDS));
    if (bisect && rest.length > 1) return handleHalves(mapping, rest);
  }
}

async function handleHalves(mapping: Mapping, records: readonly StreamRecord[]): Promise<void> {
  const middle = Math.ceil(records.length / 2);
  await handleBatch(mapping, records.slice(0, middle));
  await handleBatch(mapping, records.slice(middle));
}

/** Answers the records that are still to be done: all, or from the first reported one on. */
async function callOnce({ plan, target, clock }: Mapping, records: readonly StreamRecord[]): Promise<StreamRecord[]> {
  const outcome = await target.invoke({ Records: records.map((record) => eventOf(plan, clock, record)) });
  if ('error' in outcome) return [...records];
  if (!plan.partialFailures) return [];
  const reported = PartialFailures.safeParse(JSON.parse(outcome.result));
  if (!reported.success) return [...records];
  const failed = reported.data?.batchItemFailures?.map((failure) => failure.itemIdentifier) ?? [];
  const first = records.findIndex((record) => failed.includes(record.dynamodb.SequenceNumber));
  if (first >= 0) return records.slice(first);
  return failed.length === 0 ? [] : [...records];
}

function dropOld(mapping: Mapping, records: StreamRecord[]): StreamRecord[] {
  const { maximumAgeSeconds } = mapping.plan;
  if (maximumAgeSeconds < 0) return records;
  const isOld = (record: StreamRecord) =>
    Date.now() / 1000 - record.dynamodb.ApproximateCreationDateTime > maximumAgeSeconds;
  const old = records.filter(isOld);
  if (old.length > 0) giveUp(mapping, old, 'RecordAgeExceeded');
  return records.filter((record) => !isOld(record));
}

function giveUp({ plan, onDeadLetter }: Mapping, records: StreamRecord[], condition: DeadLetter['condition']): void {
  onDeadLetter({
    condition,
    at: new Date().toISOString(),
    destination: plan.deadLetters ?? 'none',
    functionId: plan.functionId,
    startSequenceNumber: records[0]?.dynamodb.SequenceNumber ?? '',
    endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber ?? '',
    batchSize: records.length,
  });
}

const eventOf = (plan: StreamPlan, clock: Clock, record: StreamRecord) => ({
  ...record,
  awsRegion: REGION,
  eventSourceARN: plan.streamArn,
  dynamodb: {
    ...record.dynamodb,
    ApproximateCreationDateTime: record.dynamodb.ApproximateCreationDateTime + clock.offsetSeconds(),
  },
});
