import { beforeAll, describe, expect, it } from 'vitest';
import { byCall, unitsOf } from '../../bench/meter.ts';
import {
  ASK_STEP,
  PHONE_NOTICE,
  RECOVERY_ROUND_TRIPS,
  type RecoveryCosts,
  recoveriesOver,
  SET_STEP,
} from '../../bench/recovery-costs.ts';
import { PEOPLE } from '../../bench/sign-in-costs.ts';
import { createDatabase } from '../harness/dynamodb.ts';

const BUDGET = { reset: 22, activation: 26 } as const;

describe.each(Object.entries(PEOPLE))('for %s', (_, account) => {
  let recoveries: ReturnType<typeof recoveriesOver>;

  beforeAll(async () => {
    recoveries = recoveriesOver(await createDatabase());
  });

  const tripsOf = ({ ask, set }: RecoveryCosts) => ({ ask: ask.roundTrips, set: set.roundTrips });
  const unitsIn = ({ ask, set }: RecoveryCosts) => unitsOf([...ask.writes, ...set.writes]);

  it('a reset costs 20 write units, each for what is named, and two more where there is a phone to tell', async () => {
    const costs = await recoveries.reset(account);
    const notices = account.phone ? PHONE_NOTICE : [];
    expect(byCall(costs.ask.writes)).toEqual(byCall(ASK_STEP));
    expect(byCall(costs.set.writes)).toEqual(byCall([...SET_STEP, ...notices]));
    expect(unitsIn(costs)).toBe(20 + unitsOf(notices));
    expect(unitsIn(costs)).toBeLessThanOrEqual(BUDGET.reset);
    expect(tripsOf(costs)).toEqual(RECOVERY_ROUND_TRIPS);
  });

  it('an activation costs the same, without the notice over a phone that is not preferred', async () => {
    const costs = await recoveries.activation(account);
    const notices = account.phone && account.channel === 'sms' ? PHONE_NOTICE : [];
    expect(byCall(costs.ask.writes)).toEqual(byCall(ASK_STEP));
    expect(byCall(costs.set.writes)).toEqual(byCall([...SET_STEP, ...notices]));
    expect(unitsIn(costs)).toBe(20 + unitsOf(notices));
    expect(unitsIn(costs)).toBeLessThanOrEqual(BUDGET.activation);
    expect(tripsOf(costs)).toEqual(RECOVERY_ROUND_TRIPS);
  });
});
