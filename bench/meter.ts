import { ConditionalCheckFailedException, type ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { TransactItem } from '../lambdas/aws/dynamodb.ts';
import type { Database } from '../test/harness/tables.ts';

/** What one call wrote, and where. */
export interface Write {
  /** Counts the calls that write, from 1. */
  readonly call: number;
  readonly table: string;
  readonly units: number;
}

export interface Cost {
  /** Calls that wait for each other; those side by side are one. */
  readonly roundTrips: number;
  readonly writes: readonly Write[];
  readonly readUnits: number;
}

/** Measures what DynamoDB is asked for. */
export interface Meter {
  cost(work: () => Promise<unknown>): Promise<Cost>;
  /** The same, with what came of it. */
  made<T>(work: () => Promise<T>): Promise<{ readonly cost: Cost; readonly made: T }>;
}

const READS = new Set(['GetItemCommand', 'BatchGetItemCommand', 'QueryCommand']);

class Reading {
  roundTrips = 0;
  readUnits = 0;
  readonly writes: Write[] = [];
  #running = 0;
  #calls = 0;

  /** Counts the call that begins; tells its number among those that write. */
  begin(command: string): number {
    if (this.#running === 0) this.roundTrips += 1;
    this.#running += 1;
    if (READS.has(command)) return 0;
    this.#calls += 1;
    return this.#calls;
  }

  end(): void {
    this.#running -= 1;
  }

  add(call: number, table: string, units: number): void {
    if (call > 0) this.writes.push({ call, table, units });
    else this.readUnits += units;
  }
}

/** Asks DynamoDB, with every call of the client, what the call consumed. */
export function meterOf({ client, tables }: Database): Meter {
  const names = new Map(Object.entries(tables).map(([name, physical]) => [physical, name]));
  let reading = new Reading();
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const call = reading.begin(commandName);
        try {
          const answered = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
          for (const { TableName = '', CapacityUnits = 0 } of capacities(answered.output)) {
            const units = Math.max(CapacityUnits, 2 * itemsOf(args.input, TableName));
            reading.add(call, names.get(TableName) ?? TableName, units);
          }
          return answered;
        } catch (error) {
          // A failed condition costs a unit, which DynamoDB Local does not tell.
          if (error instanceof ConditionalCheckFailedException) reading.add(call, 'failed condition', 1);
          throw error;
        } finally {
          reading.end();
        }
      },
    { step: 'initialize', priority: 'high', name: 'meter' },
  );
  async function made<T>(work: () => Promise<T>): Promise<{ readonly cost: Cost; readonly made: T }> {
    reading = new Reading();
    const made = await work();
    const { roundTrips, writes, readUnits } = reading;
    // What comes after is not of this work.
    reading = new Reading();
    return { cost: { roundTrips, writes, readUnits }, made };
  }
  return { made, cost: async (work) => (await made(work)).cost };
}

function capacities(output: object): readonly ConsumedCapacity[] {
  if (!('ConsumedCapacity' in output)) return [];
  const { ConsumedCapacity: consumed } = output;
  return [consumed].flat().filter((one): one is ConsumedCapacity => typeof one === 'object' && one !== null);
}

/** Items of a table in a transaction. DynamoDB rounds up each of them, DynamoDB Local all of one table together. */
function itemsOf(input: object, table: string): number {
  if (!('TransactItems' in input) || !Array.isArray(input.TransactItems)) return 0;
  const items: readonly TransactItem[] = input.TransactItems;
  return items.flatMap((item) => Object.values(item)).filter((one) => one?.TableName === table).length;
}

export const unitsOf = (writes: readonly { readonly units: number }[]): number =>
  writes.reduce((sum, { units }) => sum + units, 0);

/** What each call wrote to each table, in order: two rows of one table in a transaction are one entry. */
export function byCall(writes: readonly Write[]): readonly string[] {
  const sums = new Map<string, number>();
  for (const { call, table, units } of writes) {
    const key = `${call} ${table}`;
    sums.set(key, (sums.get(key) ?? 0) + units);
  }
  return [...sums].map(([key, units]) => `${key} ${units}`).sort();
}
