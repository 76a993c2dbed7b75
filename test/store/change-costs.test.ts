import { expect, it } from 'vitest';
import { meterOf, unitsOf } from '../../bench/meter.ts';
import { CONFIRMED, changeOf, confirmationOf, signedIn } from '../harness/confirmations.ts';
import { createDatabase } from '../harness/dynamodb.ts';
import { dynamodbStore } from '../harness/dynamodb-store.ts';
import { person, START } from '../harness/people.ts';

it('a confirmed change of the password costs 30 write units, and each step one round trip', async () => {
  const database = await createDatabase();
  const [store, meter] = [dynamodbStore(database), meterOf(database)];
  const account = person();
  await store.settle(account);
  const session = await signedIn(store, account);
  const flow = confirmationOf(session, 'change-password');
  const opened = await meter.cost(() => store.confirmation.open({ account, flow }));
  const confirmed = await meter.cost(() => store.confirmation.confirm(flow, CONFIRMED, START + 5000));
  const change = changeOf({ ...flow, confirmed: CONFIRMED }, account, session, { passwordHash: 'another' });
  const changed = await meter.cost(async () => expect(await store.confirmation.change(change)).toBe('done'));
  const steps = [opened, confirmed, changed];
  expect(steps.map(({ roundTrips }) => roundTrips)).toEqual([1, 1, 1]);
  expect(steps.map(({ writes }) => unitsOf(writes))).toEqual([8, 8, 14]);
});
