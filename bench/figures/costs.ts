import { createTables } from '../../test/harness/tables.ts';
import { byCall, type Cost, unitsOf } from '../meter.ts';
import type { Figure } from '../report.ts';
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
} from '../sign-in-costs.ts';

const BUDGET = 23;

/** Figure 2: round trips and write units of a sign-in, exactly; throws when they are others than those named. */
export async function measureCosts(dynamodb: string): Promise<Figure> {
  const { 'an ordinary account': account } = PEOPLE;
  if (!account) throw new Error('Nobody is there.');
  const signIns = signInsOver(await createTables(dynamodb));
  await signIns.settle(account);
  const unknown = await signIns.signIn(account);
  const known = await signIns.signIn(account, unknown.known);
  const steps = [
    step('password', known.password, PASSWORD_STEP, ROUND_TRIPS.password),
    step('code, known browser', known.code, CODE_STEP, ROUND_TRIPS.code),
    step('code, new browser', unknown.code, [...CODE_STEP, ...NEW_BROWSER], ROUND_TRIPS.code),
    step('password, refused', await signIns.refused(account), REFUSED_STEP, 3),
    step('delivery of a code', await signIns.delivery(), DELIVERY, 4),
  ];
  const units = unitsOf([...known.password.writes, ...known.code.writes]);
  return {
    title: 'Figure 2: round trips and write units',
    how: 'What DynamoDB Local says each call consumed, asserted exactly; calls side by side are one round trip.',
    columns: ['step', 'round trips', 'write units', 'read units', 'each write unit and what it pays for'],
    rows: steps,
    targets: [
      { what: 'write units of a sign-in from a known browser', most: BUDGET, got: units },
      { what: 'round trips for the password', most: ROUND_TRIPS.password, got: known.password.roundTrips },
      { what: 'round trips for the code', most: ROUND_TRIPS.code, got: known.code.roundTrips },
    ],
  };
}

function step(name: string, cost: Cost, expected: readonly Expected[], roundTrips: number) {
  const [got, budget] = [byCall(cost.writes).join(', '), byCall(expected).join(', ')];
  if (got !== budget) throw new Error(`${name} was to write ${budget}, and wrote ${got}.`);
  if (cost.roundTrips !== roundTrips) {
    throw new Error(`${name} was to take ${roundTrips} round trips, and took ${cost.roundTrips}.`);
  }
  const named = expected.map(({ table, units, pays }) => `${units} ${table}: ${pays}`).join('<br>');
  return [name, cost.roundTrips, unitsOf(cost.writes), cost.readUnits, named];
}
