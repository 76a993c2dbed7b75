import { REDEEM_SECONDS } from '../../lambdas/auth/approval.ts';
import { apart, isPending, onShow, SHARED } from '../../lambdas/auth/approval-slots.ts';
import type {
  Asking,
  Deciding,
  DecisionStore,
  PhoneConfirmationStore,
  ScanStore,
  Survey,
} from '../../lambdas/auth/approval-store.ts';
import type { Asked, Flow, PhoneSignInFlow } from '../../lambdas/auth/flow.ts';
import { CLOSING_TRIES } from '../../lambdas/auth/limits.ts';
import { isWithinLimits } from '../../lambdas/auth/session.ts';
import { isActive, owe, oweWaiting, type World, whileOpen } from './memory-world.ts';

/** The account's questions and slots, and whether it knows the browser. */
export function surveyOf(world: World, subject: string, browser: string | undefined, now: number): Survey {
  const questions = [...world.approvals.values()];
  const account = world.accounts.get(subject);
  const slots = [...world.slots].filter(([name]) => name.startsWith(`${subject} `)).map(([, slot]) => slot);
  return {
    approvals: questions.filter((approval) => approval.account === subject),
    numbersApart: onShow(
      questions.filter((approval) => approval.account === apart(subject)),
      now,
    ),
    slots,
    isKnown: isKnown(world, subject, browser, now),
    ...(account && { account }),
  };
}

function isKnown({ tallies }: World, subject: string, browser: string | undefined, now: number): boolean {
  if (browser === undefined) return false;
  const { password, code, triesOnly } = tallies.standing({ subject, browser });
  const isTrusted = [password, code].every((tally) => (tally?.tries ?? 0) < CLOSING_TRIES);
  return tallies.isKnown({ subject, browser }, now) && !triesOnly && isTrusted;
}

/** The flow as it is, if it is still what was read: open, unexpired, its question no more decided than it was. */
function askingFlow({ flows }: World, read: PhoneSignInFlow, now: number): PhoneSignInFlow | undefined {
  const flow = phoneSignInOf(flows.get(read.id));
  const isOpen = flow?.status === 'open' && flow.secretHash === read.secretHash && flow.expiresAt > now;
  const isSame = flow?.asked?.approval === read.asked?.approval && !flow?.asked?.decided === !read.asked?.decided;
  return isOpen && isSame ? flow : undefined;
}

export const phoneSignInOf = (flow: Flow | undefined): PhoneSignInFlow | undefined =>
  flow?.kind === 'phone-sign-in' ? flow : undefined;

export function ask(world: World, asked: Asking): Awaited<ReturnType<ScanStore['ask']>> {
  const { approvals, flows, slots } = world;
  const { before, after, approval, slot, withdraws, message, now } = asked;
  const flow = askingFlow(world, before, now);
  const giving = withdraws.map(({ id }) => approvals.get(id));
  if (!flow || giving.some((one) => !one || !isPending(one, now))) return 'changed';
  const name = `${slot?.account} ${slot?.holder}`;
  const held = slots.get(name);
  if (slot && (held?.approval !== slot.approval || (held?.pausedUntil ?? 0) > now)) return 'slot-taken';
  for (const one of giving) if (one) approvals.set(one.id, { ...one, state: 'withdrawn' });
  const { browsers, ...rest } = flow;
  flows.set(flow.id, { ...rest, ...(after.browsers && browsers && { browsers }), asked: after.asked });
  approvals.set(approval.id, approval);
  if (slot) slots.set(name, { ...held, holder: slot.holder, approval: approval.id });
  const { account, id, isDecoy } = approval;
  if (message !== undefined) oweWaiting(world, { id: message, account, approval: id, isDecoy, createdAt: now });
  return 'asked';
}

/** What a phone that begins a sign-in by itself reads and writes, over maps. */
export const memoryScans = (world: World): ScanStore => ({
  flow: async (id) => phoneSignInOf(world.flows.get(id)),
  ask: async (asked) => ask(world, asked),
  approval: async ({ id }) => world.approvals.get(id),
  isKnown: async (account, browser, now) => isKnown(world, account, browser, now),
});

/** A phone's answer, over maps. */
export const memoryDecisions = (world: World): DecisionStore => ({
  all: async (account) => [...world.approvals.values()].filter((approval) => approval.account === account),
  async own(account, id) {
    const approval = world.approvals.get(id);
    return approval?.account === account ? approval : undefined;
  },
  decide: async (deciding) => decide(world, deciding),
});

function decide(world: World, deciding: Deciding): Awaited<ReturnType<DecisionStore['decide']>> {
  const { approvals, flows, devices } = world;
  const { decided, unlocked, visit } = deciding;
  const approval = approvals.get(deciding.approval.id);
  const flow = flows.get(deciding.approval.flow);
  const device = devices.get(deciding.device.id);
  const isWaiting = approval !== undefined && isPending(approval, decided.at);
  const isAsking = flow !== undefined && 'asked' in flow && flow.asked?.approval === deciding.approval.id;
  const isOpen = flow?.status === 'open' && flow.expiresAt > decided.at && isAsking && !flow.asked.decided;
  if (!isWaiting || !isOpen || device?.state !== 'active') return 'changed';
  approvals.set(approval.id, { ...approval, state: decided.decision, decided });
  flows.set(flow.id, withDecision(flow, decided));
  devices.set(device.id, { ...device, lastUsed: visit, ...(unlocked && { pinTries: 0 }) });
  refuse(world, deciding);
  return 'decided';
}

function withDecision(flow: Flow, decided: Deciding['decided']): Flow {
  if (flow.kind === 'phone-sign-in' && flow.asked) return { ...flow, asked: { ...flow.asked, decided } };
  if (flow.kind === 'confirmation' && flow.asked) return { ...flow, asked: { ...flow.asked, decided } };
  return flow;
}

function refuse(world: World, { approval, decided, report }: Deciding): void {
  const { account, flow, visit } = approval;
  const { decision, device, at } = decided;
  if (decision === 'accepted') return;
  const event = { event: 'approval-refused', reason: report ? 'reported' : decision, device };
  world.entries.push({ account, flow, ...event, ...visit, at });
  if (!report) return;
  const slot = world.slots.get(`${account} ${SHARED}`);
  world.slots.set(`${account} ${SHARED}`, { ...slot, holder: SHARED, pausedUntil: report.pausedUntil });
  owe(world, { id: report.message, kind: 'approval-reported', account, channel: 'email', createdAt: at, visit });
}

/** Whether a phone of the account, active with that epoch, has accepted within the last minute. */
export function isAccepted(world: World, asked: Asked, epoch: string, now: number): boolean {
  const { decided, account } = asked;
  const isFresh = decided?.decision === 'accepted' && decided.at > now - REDEEM_SECONDS * 1000;
  const isOwn = decided !== undefined && world.accounts.get(account)?.devices?.includes(decided.device) === true;
  return isFresh && isOwn && isActive(world, account, epoch);
}

/** Confirmations on a phone, over maps. */
export function memoryPhoneConfirmations(world: World): PhoneConfirmationStore {
  const { flows, approvals, sessions, lifetimes } = world;
  const lives = (token: string, now: number) => {
    const session = sessions.get(token);
    return session !== undefined && isWithinLimits(session, now, lifetimes);
  };
  return {
    survey: async (...about) => ({ ...surveyOf(world, ...about), numbersApart: [] }),
    async begin({ account, flow, approval, message: id }) {
      const { at } = approval.visit;
      if (!isActive(world, account.id, account.epoch) || !lives(flow.session, at)) return 'changed';
      flows.set(flow.id, flow);
      approvals.set(approval.id, approval);
      oweWaiting(world, { id, account: account.id, approval: approval.id, isDecoy: false, createdAt: at });
      return 'begun';
    },
    async flow(id) {
      const flow = flows.get(id);
      return flow?.kind === 'confirmation' ? flow : undefined;
    },
    async confirm(read, asked, confirmed, now) {
      const flow = whileOpen(world, read, now);
      const isSame = flow?.asked?.approval === asked.approval && !flow.confirmed && lives(flow.session, now);
      if (!isSame || !flow.asked || !isAccepted(world, flow.asked, flow.epoch, now)) return 'changed';
      flows.set(flow.id, { ...flow, confirmed });
      return 'confirmed';
    },
  };
}
