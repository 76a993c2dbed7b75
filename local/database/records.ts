import * as z from 'zod/mini';

const StreamRecord = z.looseObject({
  eventID: z.string(),
  eventName: z.string(),
  dynamodb: z.looseObject({ SequenceNumber: z.string(), ApproximateCreationDateTime: z.number() }),
});

/** A record as DynamoDB Streams gives it. */
export type StreamRecord = z.infer<typeof StreamRecord>;

export const Records = z.object({ Records: z.array(StreamRecord), NextShardIterator: z.nullish(z.string()) });
export const Shards = z.object({
  StreamDescription: z.object({
    Shards: z.array(z.object({ ShardId: z.string(), ParentShardId: z.optional(z.string()) })),
  }),
});
export const ShardIterator = z.object({ ShardIterator: z.string() });

/** Whether a record fits an event filter pattern: every key of the pattern is in the record, with one of the values listed. */
export function fits(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) {
    return pattern.some((wanted) => {
      if (typeof wanted !== 'object' || wanted === null) return wanted === value;
      throw new Error(`The local run plays event filters with plain values only, not ${JSON.stringify(wanted)}.`);
    });
  }
  const inside: Record<string, unknown> = Object.fromEntries(Object.entries(value ?? {}));
  return Object.entries(pattern ?? {}).every(([key, wanted]) => fits(wanted, inside[key]));
}
