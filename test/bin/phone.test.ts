import { afterAll, beforeAll, expect, it } from 'vitest';
import { deviceOf, enrolmentOf } from '../harness/devices.ts';
import { createDatabase, type Database } from '../harness/dynamodb.ts';
import { dynamodbStore } from '../harness/dynamodb-store.ts';
import { person, START, settle } from '../harness/people.ts';
import { flowOf, sessionOf } from '../harness/sign-ins.ts';
import { type FakePortal, startFakePortal } from './fake-portal.ts';

let database: Database;
let portal: FakePortal;

beforeAll(async () => {
  database = await createDatabase();
  portal = await startFakePortal(database);
});
afterAll(() => portal.end());

const ask = async (...words: readonly string[]) => JSON.parse((await portal.local([...words, '--json'])).stdout);

it('lists the phones of an account and ends them, and their owner is told', async () => {
  const flow = enrolmentOf(sessionOf(flowOf(person()), START));
  const phones = [deviceOf(flow, { state: 'active' }), deviceOf(flow, { state: 'active', name: 'Work' })];
  const [first = '', second = ''] = phones.map(({ id }) => id);
  const anna = person({ devices: [first, second] });
  await settle(database, anna);
  const store = dynamodbStore(database);
  for (const phone of phones) await store.putPhone(phone);

  const { phones: listed } = await ask('phone', 'list', anna.email);
  expect(listed[0]).toEqual({
    id: first,
    name: 'Pixel 9',
    added: { at: new Date(START).toISOString(), browser: 'Chrome, Android', place: 'Utrecht, NL' },
    fingerprint: false,
  });
  expect((await portal.local(['phone', 'list', anna.email])).stdout).toContain('Work');
  expect((await ask('account', 'show', anna.email)).account.phones).toBe(2);

  expect((await ask('phone', 'remove', anna.email, second)).removed).toMatchObject({ id: second, name: 'Work' });
  expect((await ask('phone', 'remove', anna.email, second)).error.code).toBe('phone-not-found');
  expect((await ask('phone', 'remove', anna.email)).error.message).toBe('PHONE is missing.');
  expect((await ask('phone', 'list', anna.email, second)).error.code).toBe('usage');
  expect((await ask('phone', 'list', anna.email)).phones).toHaveLength(1);
  expect(await store.account(anna.id)).toMatchObject({ devices: [first] });
  expect((await store.audit(anna.id)).at(-1)).toMatchObject({
    event: 'device-removed',
    by: 'operator',
    operator: 'local',
  });
  expect(await store.messages()).toMatchObject([{ kind: 'phone-removed', phoneName: 'Work', endedPhones: [second] }]);
});
