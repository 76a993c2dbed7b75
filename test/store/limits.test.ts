import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { CLOSING_TRIES, delayedUntil } from '../../lambdas/auth/limits.ts';
import type { Factor, TallyKey } from '../../lambdas/auth/tally.ts';
import { transact } from '../../lambdas/aws/dynamodb.ts';
import { buyTry, cleared, known, tallyKey } from '../../lambdas/store/limits.ts';
import { mailPaid } from '../../lambdas/store/postage.ts';
import { buyText, TEXTS_PER_NUMBER, type TextBudget } from '../../lambdas/store/texts.ts';
import { memoryTallies } from '../fakes/memory-tallies.ts';
import { createDatabase, type Database } from '../harness/dynamodb.ts';
import { START } from '../harness/people.ts';

let database: Database;

beforeAll(async () => {
  database = await createDatabase();
});

const buy = (key: TallyKey, factor: Factor, now: number) =>
  buyTry(database.client, database.tables.limits, key, factor, now);

/** Nearby moments matter: ends of delays, one millisecond before and after, and anything in between. */
const sinceLast = fc.oneof(
  fc.integer({ min: 0, max: 1_000_000 }),
  fc.tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: -1, max: 1 })).map(([i, ms]) => 2 ** i * 1000 + ms),
  fc.integer({ min: -1, max: 1 }).map((ms) => 900_000 + ms),
);
const factors = fc.constantFrom<Factor>('password', 'code');

describe('the condition that sells a try', () => {
  it('is the table of delays, for every tally', async () => {
    let row = 0;
    const tally = fc.record({
      tries: fc.integer({ min: 0, max: CLOSING_TRIES + 1 }),
      since: sinceLast,
      factor: factors,
    });
    const property = fc.asyncProperty(tally, async ({ tries, since, factor }) => {
      row += 1;
      const key = { subject: `row-${row}` };
      const Item = { ...tallyKey(key), [`${factor}Tries`]: tries, [`${factor}At`]: START };
      await database.client.send(new PutCommand({ TableName: database.tables.limits, Item }));
      const now = START + since;
      const { outcome } = await buy(key, factor, now);
      const delayed = delayedUntil({ tries, at: START }) > now ? 'delayed' : 'bought';
      expect(outcome).toBe(tries >= CLOSING_TRIES ? 'closed' : delayed);
    });
    await fc.assert(property, { numRuns: 400 });
  });

  it('sells what the model sells, over every history of attempts', async () => {
    let history = 0;
    const attempts = fc.array(fc.record({ factor: factors, wait: sinceLast }), { minLength: 1, maxLength: 25 });
    const property = fc.asyncProperty(attempts, async (made) => {
      history += 1;
      const key = { subject: `history-${history}` };
      const model = memoryTallies();
      let now = START;
      for (const { factor, wait } of made) {
        now += wait;
        expect(await buy(key, factor, now)).toEqual(model.buy(key, factor, now));
      }
    });
    await fc.assert(property, { numRuns: 40 });
  });
});

describe('the row of a known browser', () => {
  it('is kept until the browser is no longer known, whatever is tried or sent meanwhile', async () => {
    const { client, tables } = database;
    const [subject, browser] = ['known', 'hash'];
    const key = { subject, browser };
    const DAYS = 24 * 3600 * 1000;
    const visit = { at: START, browser: 'Firefox, Linux' };
    const keptUntil = async () => {
      const { Item } = await client.send(new GetCommand({ TableName: tables.limits, Key: tallyKey(key) }));
      return Number(Item?.ttl) * 1000;
    };
    await transact(client, [known(tables.limits, subject, browser, START + 180 * DAYS, visit)]);
    await buy(key, 'password', START + DAYS);
    await buy(key, 'code', START + DAYS);
    const send = { before: [], after: [START / 1000] };
    await transact(client, [mailPaid(tables.limits, { account: subject, tally: key, send, now: START + DAYS })]);
    expect(await keptUntil()).toBe(START + 180 * DAYS);
    const again = { knownUntil: START + 181 * DAYS, visit };
    await transact(client, [cleared(tables.limits, key, 'code', undefined, again)]);
    expect(await keptUntil()).toBe(START + 181 * DAYS);
  });
});

describe('text messages of a day', () => {
  const number = (name: string): TextBudget => ({ number: name, perDay: 1000, askedBy: 'owner' });
  const text = (budget: TextBudget, now = START) => buyText(database.client, database.tables.limits, budget, now);
  const many = async (count: number, budget: TextBudget, now: number) =>
    Promise.all(Array.from({ length: count }, () => text(budget, now)));
  const DAY = 24 * 3600 * 1000;

  it('a number gets at most forty, even when all are asked for at once', async () => {
    const outcomes = await many(60, number('one'), START);
    expect(outcomes.filter((outcome) => outcome === 'bought')).toHaveLength(TEXTS_PER_NUMBER);
    expect(new Set(outcomes)).toEqual(new Set(['bought', 'number-exhausted']));
  });

  it('a number that is used up uses nothing up of the whole', async () => {
    const now = START + DAY;
    const perDay = TEXTS_PER_NUMBER + 1;
    await many(TEXTS_PER_NUMBER + 20, { ...number('two'), perDay }, now);
    expect(await text({ ...number('three'), perDay }, now)).toBe('bought');
    expect(await text({ ...number('four'), perDay }, now)).toBe('total-exhausted');
  });

  it('what strangers ask for gets a third of the day, and leaves the rest to those who proved something', async () => {
    const now = START + 4 * DAY;
    const asked = (name: string, askedBy: TextBudget['askedBy']) => text({ number: name, perDay: 9, askedBy }, now);
    const outcomes = await Promise.all(Array.from({ length: 8 }, (_, i) => asked(`stranger-${i}`, 'anybody')));
    expect(outcomes.toSorted()).toEqual([
      ...Array.from({ length: 3 }, () => 'bought'),
      ...Array.from({ length: 5 }, () => 'strangers-exhausted'),
    ]);
    for (let i = 0; i < 6; i += 1) expect(await asked(`owner-${i}`, 'owner')).toBe('bought');
    expect(await asked('owner-7', 'owner')).toBe('total-exhausted');
  });

  it('the next day (UTC) has its own', async () => {
    const midnight = START + 14 * 3600 * 1000 + 2 * DAY;
    await many(TEXTS_PER_NUMBER, number('five'), midnight - 1);
    expect(await text(number('five'), midnight - 1)).toBe('number-exhausted');
    expect(await text(number('five'), midnight)).toBe('bought');
  });
});
