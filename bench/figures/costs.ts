import type { Account } from '../../lambdas/auth/account.ts';
import { createTables, type Database } from '../../test/harness/tables.ts';
import {
  APPROVAL_ROUND_TRIPS,
  type ApprovalCosts,
  approvalsOver,
  BEGIN_STEP,
  CONNECT_STEP,
  DECISION_STEP,
  NAME_STEP,
  NEW_BROWSER_APPROVED,
  PLANNED_ROUND_TRIPS,
  RESULT_STEP,
  SCAN_ROUND_TRIPS,
  SCAN_STEP,
} from '../approval-costs.ts';
import {
  ENROLMENT_ROUND_TRIPS,
  enrolmentOver,
  KEYS_STEP,
  LINK_STEP,
  NUMBER_STEP,
  SHOWN_STEP,
  TEXT_NOTICE,
} from '../enrolment-costs.ts';
import { byCall, type Cost, unitsOf } from '../meter.ts';
import { ASK_STEP, PHONE_NOTICE, RECOVERY_ROUND_TRIPS, recoveriesOver, SET_STEP } from '../recovery-costs.ts';
import type { Figure, Target } from '../report.ts';
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

interface Steps {
  readonly rows: readonly (readonly (string | number)[])[];
  /** Against the plan. */
  readonly targets: readonly Target[];
}

/** Figure 2: round trips and write units of every flow, exactly; throws when they are others than those named. */
export async function measureCosts(dynamodb: string): Promise<Figure> {
  const { 'an ordinary account': account } = PEOPLE;
  if (!account) throw new Error('Nobody is there.');
  const measures = [signInSteps, recoverySteps, approvalSteps, enrolmentSteps, ticketSteps];
  const taken: Steps[] = [];
  for (const measure of measures) taken.push(await measure(await createTables(dynamodb), account));
  return {
    title: 'Figure 2: round trips and write units',
    how:
      'What DynamoDB Local says each call consumed, asserted exactly; calls side by side are one round trip. Hints over ' +
      'sockets are apart: one query, and one push for each socket.',
    columns: ['step', 'round trips', 'write units', 'read units', 'each write unit and what it pays for'],
    rows: taken.flatMap(({ rows }) => rows),
    targets: taken.flatMap(({ targets }) => targets),
  };
}

async function signInSteps(database: Database, account: Account): Promise<Steps> {
  const signIns = signInsOver(database);
  await signIns.settle(account);
  const unknown = await signIns.signIn(account);
  const { password, code } = await signIns.signIn(account, unknown.known);
  return {
    rows: [
      step('password', password, PASSWORD_STEP, ROUND_TRIPS.password),
      step('code, known browser', code, CODE_STEP, ROUND_TRIPS.code),
      step('code, new browser', unknown.code, [...CODE_STEP, ...NEW_BROWSER], ROUND_TRIPS.code),
      step('password, refused', await signIns.refused(account), REFUSED_STEP, 3),
      step('delivery of a code', await signIns.delivery(account), DELIVERY, 4),
    ],
    targets: [
      budget('a sign-in from a known browser', BUDGET.signIn, [password, code]),
      { what: 'round trips for the password', most: ROUND_TRIPS.password, got: password.roundTrips },
      { what: 'round trips for the code', most: ROUND_TRIPS.code, got: code.roundTrips },
    ],
  };
}

async function recoverySteps(database: Database, account: Account): Promise<Steps> {
  const recoveries = recoveriesOver(database);
  const reset = await recoveries.reset(account);
  const activation = await recoveries.activation(account);
  const setStep = [...SET_STEP, ...(account.phone ? PHONE_NOTICE : [])];
  return {
    rows: [
      step('reset: asking for a code', reset.ask, ASK_STEP, RECOVERY_ROUND_TRIPS.ask),
      step('reset: the new password', reset.set, setStep, RECOVERY_ROUND_TRIPS.set),
      step('activation: the link and the address', activation.ask, ASK_STEP, RECOVERY_ROUND_TRIPS.ask),
    ],
    targets: [
      budget('a reset', BUDGET.reset, Object.values(reset)),
      budget('an activation', BUDGET.activation, Object.values(activation)),
    ],
  };
}

/** A sign-in by phone, step by step; from a known browser where nothing else is said. */
async function approvalSteps(database: Database, account: Account): Promise<Steps> {
  const approvals = approvalsOver(database);
  const owner = await approvals.settle(account);
  const unknown = await approvals.byName(owner);
  const { known: _, ...known } = await approvals.byName(owner, unknown.known);
  const { begin, name, connect, list, decision, result }: ApprovalCosts = known;
  const scan = await approvals.byScan(owner);
  const trips = APPROVAL_ROUND_TRIPS;
  return {
    rows: [
      step('approval: the QR code', begin, BEGIN_STEP, trips.begin),
      step('approval: by user name', name, NAME_STEP, trips.name),
      step('approval: by user name, a decoy', await approvals.decoy(owner), NAME_STEP, trips.name),
      step('approval: by a scan', scan, SCAN_STEP, SCAN_ROUND_TRIPS),
      step('approval: the browser’s socket', connect, CONNECT_STEP, trips.connect),
      step('approval: what waits for the phone', list, [], trips.list),
      step('approval: the decision', decision, DECISION_STEP, trips.decision),
      step('approval: the result', result, RESULT_STEP, trips.result),
      step(
        'approval: the result, new browser',
        unknown.result,
        [...RESULT_STEP, ...NEW_BROWSER_APPROVED],
        trips.result,
      ),
    ],
    targets: [
      budget('an approval by user name', BUDGET.approval, Object.values(known)),
      budget('an approval by a scan', BUDGET.approval, [begin, connect, scan, decision, result]),
      ...Object.entries(PLANNED_ROUND_TRIPS).map(([part, most]) => ({
        what: `round trips of an approval, ${part}`,
        most,
        got: { name, connect, list, decision, result }[part]?.roundTrips ?? Number.NaN,
      })),
    ],
  };
}

/** The activation of a first phone, for which the plan has no budget. */
async function enrolmentSteps(database: Database, account: Account): Promise<Steps> {
  const { link, shown, keys, number } = await enrolmentOver(database, account);
  const trips = ENROLMENT_ROUND_TRIPS;
  const numberStep = [...NUMBER_STEP, ...(account.phone ? TEXT_NOTICE : [])];
  return {
    rows: [
      step('a phone: the link', link, LINK_STEP, trips.link),
      step('a phone: what the link is for', shown, SHOWN_STEP, trips.shown),
      step('a phone: its keys', keys, KEYS_STEP, trips.keys),
      step('a phone: its number, typed', number, numberStep, trips.number),
    ],
    targets: [],
  };
}

/** Tickets, where there are several thousand. */
async function ticketSteps(database: Database): Promise<Steps> {
  const tickets = ticketsOver(database);
  await tickets.settle();
  await tickets.fill(3000);
  const ticket = await tickets.register();
  return {
    rows: [
      step('tickets: one’s own, the first fifty', await tickets.list('own'), [], TICKET_ROUND_TRIPS.list),
      step('tickets: the queue, the first fifty', await tickets.list('queue'), [], TICKET_ROUND_TRIPS.list),
      step('tickets: a reply', await tickets.reply(ticket), REPLY_STEP, TICKET_ROUND_TRIPS.reply),
      step('tickets: one of them, with its reply', await tickets.view(ticket), [], TICKET_ROUND_TRIPS.view),
    ],
    targets: [],
  };
}

const budget = (what: string, most: number, costs: readonly Cost[]): Target => ({
  what: `write units of ${what}`,
  most,
  got: unitsOf(costs.flatMap(({ writes }) => writes)),
});

function step(name: string, cost: Cost, expected: readonly Expected[], roundTrips: number) {
  const [got, budget] = [byCall(cost.writes).join(', '), byCall(expected).join(', ')];
  if (got !== budget) throw new Error(`${name} was to write ${budget}, and wrote ${got}.`);
  if (cost.roundTrips !== roundTrips) {
    throw new Error(`${name} was to take ${roundTrips} round trips, and took ${cost.roundTrips}.`);
  }
  const named = expected.map(({ table, units, pays }) => `${units} ${table}: ${pays}`).join('<br>');
  return [name, cost.roundTrips, unitsOf(cost.writes), cost.readUnits, named];
}
