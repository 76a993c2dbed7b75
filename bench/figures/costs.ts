import type { Account } from '../../lambdas/auth/account.ts';
import { createTables } from '../../test/harness/tables.ts';
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
} from '../approval-costs.ts';
import { byCall, type Cost, unitsOf } from '../meter.ts';
import {
  ASK_STEP,
  PHONE_NOTICE,
  RECOVERY_ROUND_TRIPS,
  type RecoveryCosts,
  recoveriesOver,
  SET_STEP,
} from '../recovery-costs.ts';
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
import { REPLY_STEP, TICKET_ROUND_TRIPS, ticketsOver } from '../ticket-costs.ts';

const BUDGET = { signIn: 23, reset: 22, activation: 26, approval: 28 } as const;

/** Figure 2: round trips and write units of a sign-in, a reset, an activation and an approval, exactly; throws when they are others than those named. */
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
  const recoveries = recoveriesOver(await createTables(dynamodb));
  const reset = await recoveries.reset(account);
  const activation = await recoveries.activation(account);
  const setStep = [...SET_STEP, ...(account.phone ? PHONE_NOTICE : [])];
  steps.push(
    step('reset: asking for a code', reset.ask, ASK_STEP, RECOVERY_ROUND_TRIPS.ask),
    step('reset: the new password', reset.set, setStep, RECOVERY_ROUND_TRIPS.set),
    step('activation: the link and the address', activation.ask, ASK_STEP, RECOVERY_ROUND_TRIPS.ask),
  );
  const approval = await approvalSteps(dynamodb, account);
  steps.push(...approval.steps, ...(await ticketSteps(dynamodb)));
  const units = unitsOf([...known.password.writes, ...known.code.writes]);
  const both = ({ ask, set }: RecoveryCosts) => unitsOf([...ask.writes, ...set.writes]);
  return {
    title: 'Figure 2: round trips and write units',
    how: 'What DynamoDB Local says each call consumed, asserted exactly; calls side by side are one round trip.',
    columns: ['step', 'round trips', 'write units', 'read units', 'each write unit and what it pays for'],
    rows: steps,
    targets: [
      { what: 'write units of a sign-in from a known browser', most: BUDGET.signIn, got: units },
      { what: 'round trips for the password', most: ROUND_TRIPS.password, got: known.password.roundTrips },
      { what: 'round trips for the code', most: ROUND_TRIPS.code, got: known.code.roundTrips },
      { what: 'write units of a reset', most: BUDGET.reset, got: both(reset) },
      { what: 'write units of an activation', most: BUDGET.activation, got: both(activation) },
      { what: 'write units of an approval from a known browser', most: BUDGET.approval, got: approval.units },
    ],
  };
}

/** A sign-in by phone, step by step, and what it writes from a known browser. */
async function approvalSteps(dynamodb: string, account: Account) {
  const approvals = approvalsOver(await createTables(dynamodb));
  const owner = await approvals.settle(account);
  const unknown = await approvals.byName(owner);
  const known = await approvals.byName(owner, unknown.known);
  const { begin, name, connect, list, decision, result }: ApprovalCosts = known;
  const trips = APPROVAL_ROUND_TRIPS;
  const steps = [
    step('approval: the QR code', begin, BEGIN_STEP, trips.begin),
    step('approval: by user name', name, NAME_STEP, trips.name),
    step('approval: by user name, a decoy', await approvals.decoy(owner), NAME_STEP, trips.name),
    step('approval: by a scan', await approvals.byScan(owner), SCAN_STEP, SCAN_ROUND_TRIPS),
    step('approval: the browser’s socket', connect, CONNECT_STEP, trips.connect),
    step('approval: what waits for the phone', list, [], trips.list),
    step('approval: the decision', decision, DECISION_STEP, trips.decision),
    step('approval: the result, known browser', result, RESULT_STEP, trips.result),
    step('approval: the result, new browser', unknown.result, [...RESULT_STEP, ...NEW_BROWSER_APPROVED], trips.result),
  ];
  const all = [begin, name, connect, list, decision, result];
  return { steps, units: unitsOf(all.flatMap(({ writes }) => writes)) };
}

/** Tickets, where there are several thousand. */
async function ticketSteps(dynamodb: string) {
  const tickets = ticketsOver(await createTables(dynamodb));
  await tickets.settle();
  await tickets.fill(3000);
  const ticket = await tickets.register();
  return [
    step('tickets: one’s own, the first fifty', await tickets.list('own'), [], TICKET_ROUND_TRIPS.list),
    step('tickets: the queue, the first fifty', await tickets.list('queue'), [], TICKET_ROUND_TRIPS.list),
    step('tickets: a reply', await tickets.reply(ticket), REPLY_STEP, TICKET_ROUND_TRIPS.reply),
  ];
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
