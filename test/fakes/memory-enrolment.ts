import { channelsOf } from '../../lambdas/auth/account.ts';
import { MOST_DEVICES } from '../../lambdas/auth/device.ts';
import type { Activation, EnrolmentStore } from '../../lambdas/auth/enrolment-store.ts';
import type { EnrolmentFlow } from '../../lambdas/auth/flow.ts';
import { isWithinLimits } from '../../lambdas/auth/session.ts';
import { accountAt, link, owe, type World, whileOpen } from './memory-world.ts';

/** Activations of phones over maps. */
export function memoryEnrolment(world: World): EnrolmentStore {
  const { accounts, devices, flows, entries } = world;
  return {
    async flow(id) {
      const flow = flows.get(id);
      return flow?.kind === 'confirmation' ? flow : undefined;
    },
    enrolment: async (id) => enrolmentOf(world, id),
    account: async (id) => accounts.get(id),
    async device(account, id) {
      const device = devices.get(id);
      return device?.account === account ? device : undefined;
    },
    async open({ flow, confirmation, idempotencyHash }) {
      const { at: now } = flow.visit;
      const read = confirmation && whileOpen(world, confirmation, now);
      const isConfirmed = !confirmation || (read?.confirmed?.until ?? 0) > now;
      const why = whyNot(world, flow, now);
      if (!isConfirmed || why) return isConfirmed ? (why ?? 'changed') : 'changed';
      const completion = { session: flow.session, ...(idempotencyHash !== undefined && { idempotencyHash }) };
      if (read) flows.set(read.id, { ...read, status: 'done', completion });
      flows.set(flow.id, flow);
      return 'opened';
    },
    async show(flow, now) {
      return moved(world, flow, ['waiting'], { state: 'opened' }, now) ? 'shown' : 'changed';
    },
    async register(flow, device, now) {
      const isFree = isAt(world, flow, ['waiting', 'opened'], now);
      const why = whyNot(world, flow, now);
      if (!isFree || why) return isFree ? (why ?? 'changed') : 'changed';
      const { id, name, endsAt } = device;
      moved(world, flow, ['waiting', 'opened'], { state: 'registered', device: { id, name }, endsAt }, now);
      devices.set(id, device);
      return 'registered';
    },
    async buyNumberTry(flow, tried, now) {
      if (enrolmentOf(world, flow.id)?.tried) return 'sold';
      return moved(world, flow, ['registered'], { tried }, now) ? 'bought' : 'sold';
    },
    activate: async (activation) => activate(world, activation),
    async forget(flow, { id: device }, visit) {
      const isTried = enrolmentOf(world, flow.id)?.tried !== undefined && devices.get(device)?.state === 'pending';
      if (!isTried || !moved(world, flow, ['registered'], { status: 'done', state: 'ended' }, visit.at)) return;
      devices.delete(device);
      entries.push({ account: flow.account, event: 'device-forgotten', flow: flow.id, device, ...visit });
    },
  };
}

function enrolmentOf({ flows }: World, id: string): EnrolmentFlow | undefined {
  const flow = flows.get(id);
  return flow?.kind === 'enrolment' ? flow : undefined;
}

function isAt(world: World, { id, secretHash }: EnrolmentFlow, from: readonly EnrolmentFlow['state'][], now: number) {
  const flow = enrolmentOf(world, id);
  const isOpen = flow?.status === 'open' && flow.expiresAt > now && flow.endsAt > now;
  return isOpen && flow.secretHash === secretHash && from.includes(flow.state) ? flow : undefined;
}

function moved(
  world: World,
  read: EnrolmentFlow,
  from: readonly EnrolmentFlow['state'][],
  sets: Partial<EnrolmentFlow>,
  now: number,
): boolean {
  const flow = isAt(world, read, from, now);
  if (flow) world.flows.set(flow.id, { ...flow, ...sets });
  return flow !== undefined;
}

/** What stands in the way of one phone more: the account, or the session that began. */
function whyNot(world: World, flow: EnrolmentFlow, now: number): 'full' | 'changed' | undefined {
  const session = world.sessions.get(flow.session);
  const isSignedIn = session?.account === flow.account && isWithinLimits(session, now, world.lifetimes);
  const account = accountAt(world, flow.account, 'active', flow.epoch);
  const phones = world.accounts.get(flow.account)?.devices?.length ?? 0;
  if (account && isSignedIn && phones < (flow.first ? 1 : MOST_DEVICES)) return undefined;
  return isSignedIn && phones >= MOST_DEVICES ? 'full' : 'changed';
}

function activate(world: World, activation: Activation): Awaited<ReturnType<EnrolmentStore['activate']>> {
  const { flow, device: read, account, notice: id, notMe, visit } = activation;
  const device = world.devices.get(read.id);
  const isDue = device?.state === 'pending' && device.flow === flow.id && device.endsAt > visit.at;
  const current = isAt(world, flow, ['registered'], visit.at);
  const isTried = current?.tried !== undefined && current.device?.id === read.id;
  const why = whyNot(world, flow, visit.at);
  if (!device || !isDue || !isTried || why) return isDue && isTried ? (why ?? 'changed') : 'changed';
  moved(world, flow, ['registered'], { status: 'done', state: 'done' }, visit.at);
  world.devices.set(read.id, { ...device, state: 'active' });
  const owner = world.accounts.get(flow.account) ?? account;
  world.accounts.set(owner.id, { ...owner, devices: [...(owner.devices ?? []), read.id] });
  world.entries.push({ account: owner.id, event: 'device-activated', flow: flow.id, device: read.id, ...visit });
  const told = { kind: 'phone-activated', account: owner.id, createdAt: visit.at, visit } as const;
  owe(world, { ...told, id, channel: 'email', phoneName: read.name });
  link(world, notMe);
  if (channelsOf(account).includes('sms')) {
    owe(world, { ...told, id: `${id}.sms`, channel: 'sms', phoneName: read.name });
  }
  return 'activated';
}
