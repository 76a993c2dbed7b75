import { beforeAll, describe, expect, it } from 'vitest';
import {
  APPROVAL_ROUND_TRIPS,
  type ApprovalCosts,
  approvalsOver,
  BEGIN_STEP,
  CONNECT_STEP,
  DECISION_STEP,
  NAME_STEP,
  NEW_BROWSER_APPROVED,
  RESULT_STEP,
  SCAN_ROUND_TRIPS,
  SCAN_STEP,
} from '../../bench/approval-costs.ts';
import {
  ENROLMENT_ROUND_TRIPS,
  enrolmentOver,
  KEYS_STEP,
  LINK_STEP,
  NUMBER_STEP,
  SHOWN_STEP,
  TEXT_NOTICE,
} from '../../bench/enrolment-costs.ts';
import { byCall, type Cost, unitsOf } from '../../bench/meter.ts';
import { type Expected, PEOPLE } from '../../bench/sign-in-costs.ts';
import { createDatabase } from '../harness/dynamodb.ts';

const STEPS = { begin: BEGIN_STEP, name: NAME_STEP, connect: CONNECT_STEP, list: [], decision: DECISION_STEP };

const stepsOf = ({ begin, name, connect, list, decision, result }: ApprovalCosts) =>
  Object.entries({ begin, name, connect, list, decision, result });

const ACTIVATION = { link: LINK_STEP, shown: SHOWN_STEP, keys: KEYS_STEP, number: NUMBER_STEP };

const wrote = (steps: readonly (readonly [string, Cost])[]) =>
  Object.fromEntries(steps.map(([name, { writes }]) => [name, byCall(writes)]));

const named = (steps: Readonly<Record<string, readonly Expected[]>>) =>
  Object.fromEntries(Object.entries(steps).map(([name, expected]) => [name, byCall(expected)]));

const budget = (result: readonly Expected[]) => named({ ...STEPS, result });

const trips = (steps: readonly (readonly [string, Cost])[]) =>
  Object.fromEntries(steps.map(([name, { roundTrips }]) => [name, roundTrips]));

describe.each(Object.entries(PEOPLE))('a sign-in by phone to %s', (_, account) => {
  let approvals: ReturnType<typeof approvalsOver>;
  let owner: Awaited<ReturnType<typeof approvals.settle>>;
  let first: Awaited<ReturnType<typeof approvals.byName>>;

  beforeAll(async () => {
    approvals = approvalsOver(await createDatabase());
    owner = await approvals.settle(account);
    first = await approvals.byName(owner);
  });

  it('by name from a known browser costs 28 write units, each for what is named', async () => {
    const steps = stepsOf(await approvals.byName(owner, first.known));
    expect(wrote(steps)).toEqual(budget(RESULT_STEP));
    expect(unitsOf(steps.flatMap(([, { writes }]) => writes))).toBe(28);
  });

  it('from a new browser costs four more', () => {
    expect(wrote(stepsOf(first))).toEqual(budget([...RESULT_STEP, ...NEW_BROWSER_APPROVED]));
  });

  it('takes the round trips that are named', () => {
    expect(trips(stepsOf(first))).toEqual(APPROVAL_ROUND_TRIPS);
  });

  it('by a scan costs less, and asks nobody else', async () => {
    const { writes, roundTrips } = await approvals.byScan(owner);
    expect(byCall(writes)).toEqual(byCall(SCAN_STEP));
    expect(roundTrips).toBe(SCAN_ROUND_TRIPS);
  });

  it('that is a decoy costs the same, to the row', async () => {
    const { writes, roundTrips } = await approvals.decoy(owner);
    expect(byCall(writes)).toEqual(byCall(NAME_STEP));
    expect(roundTrips).toBe(APPROVAL_ROUND_TRIPS.name);
  });
});

it.each(Object.entries(PEOPLE))('activates the phone of %s for what is named', async (_, account) => {
  const steps = Object.entries(await enrolmentOver(await createDatabase(), account));
  const number = [...NUMBER_STEP, ...(account.phone ? TEXT_NOTICE : [])];
  expect(wrote(steps)).toEqual(named({ ...ACTIVATION, number }));
  expect(trips(steps)).toEqual(ENROLMENT_ROUND_TRIPS);
});
