import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FixtureRun, runFixture } from './run.ts';

let run: FixtureRun;
let dynamodb: DynamoDBClient;

async function start(data?: string): Promise<void> {
  run = await runFixture(data);
  const { endpoints, region } = await run.facts();
  const credentials = { accessKeyId: 'anything', secretAccessKey: 'anything' };
  dynamodb = new DynamoDBClient({ endpoint: endpoints.dynamodb ?? '', region, credentials });
}

beforeAll(() => start());
afterAll(async () => {
  await run.end();
  run.forget();
});

const put = (id: string) => dynamodb.send(new PutItemCommand({ TableName: 'Table', Item: { id: { S: id } } }));

async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('It did not happen within a minute.');
    await pause(20);
  }
}

const delivered = async (id: string) => (await run.logs()).split(`delivered ${id}"`).length - 1;

it('calls the function once for an insert, and not for what the filter leaves out', async () => {
  await put('first');
  await until(async () => (await delivered('first')) === 1);
  const change = { TableName: 'Table', Key: { id: { S: 'first' } }, UpdateExpression: 'SET a = id' };
  await dynamodb.send(new UpdateItemCommand(change));
  await put('second');
  await until(async () => (await delivered('second')) === 1);
  expect(await delivered('first')).toBe(1);
});

it('gives up a record that keeps failing, tells where it was, and goes on', async () => {
  await put('bad');
  const letters = join(run.data, 'dead-letters.jsonl');
  await until(() => existsSync(letters));
  await put('after');
  await until(async () => (await delivered('after')) === 1);
  const [letter = ''] = readFileSync(letters, 'utf8').split('\n');
  expect(JSON.parse(letter)).toMatchObject({
    condition: 'RetryAttemptsExhausted',
    destination: 'arn:aws:sqs:eu-west-1:000000000000:dead',
    functionId: 'StreamFunction',
  });
});

it('does not deliver again after a restart, and the data is still there', async () => {
  await put('third');
  await until(async () => (await delivered('third')) === 1);
  // The position is kept after the call, and before the next one.
  await put('next');
  await until(async () => (await delivered('next')) === 1);
  await run.end();
  await start(run.data);
  await put('fourth');
  await until(async () => (await delivered('fourth')) === 1);
  expect([await delivered('first'), await delivered('third')]).toEqual([0, 0]);
});

it('delivers after a rest, too', async () => {
  await pause(1_500);
  await put('late');
  await until(async () => (await delivered('late')) === 1);
});
