import { beforeAll, describe, expect, it } from 'vitest';
import { byCall, unitsOf } from '../../bench/meter.ts';
import {
  CODE_STEP,
  DELIVERY,
  type Expected,
  NEW_BROWSER,
  PASSWORD_STEP,
  PEOPLE,
  REFUSED_STEP,
  ROUND_TRIPS,
  signInsOver,
} from '../../bench/sign-in-costs.ts';
import { createDatabase } from '../harness/dynamodb.ts';

const budget = (...steps: readonly (readonly Expected[])[]) => unitsOf(steps.flat());

describe.each(Object.entries(PEOPLE))('a sign-in to %s', (_, account) => {
  let signIns: ReturnType<typeof signInsOver>;
  let first: Awaited<ReturnType<typeof signIns.signIn>>;

  beforeAll(async () => {
    signIns = signInsOver(await createDatabase());
    await signIns.settle(account);
    first = await signIns.signIn(account);
  });

  it('from a known browser costs 23 write units, each for what is named', async () => {
    const { password, code } = await signIns.signIn(account, first.known);
    expect(byCall(password.writes)).toEqual(byCall(PASSWORD_STEP));
    expect(byCall(code.writes)).toEqual(byCall(CODE_STEP));
    expect(unitsOf([...password.writes, ...code.writes])).toBe(23);
    expect(budget(PASSWORD_STEP, CODE_STEP)).toBe(23);
  });

  it('from a new browser costs six more', () => {
    expect(byCall(first.password.writes)).toEqual(byCall(PASSWORD_STEP));
    expect(byCall(first.code.writes)).toEqual(byCall([...CODE_STEP, ...NEW_BROWSER]));
  });

  it('takes three round trips for the password and three for the code', async () => {
    const { password, code } = await signIns.signIn(account, first.known);
    expect({ password: password.roundTrips, code: code.roundTrips }).toEqual(ROUND_TRIPS);
  });

  it('that is refused costs four', async () => {
    const { writes, roundTrips } = await signIns.refused(account);
    expect(byCall(writes)).toEqual(byCall(REFUSED_STEP));
    expect(roundTrips).toBe(3);
  });

  it('costs two for the delivery of its code', async () => {
    const { writes } = await signIns.delivery(account);
    expect(byCall(writes)).toEqual(byCall(DELIVERY));
  });
});
