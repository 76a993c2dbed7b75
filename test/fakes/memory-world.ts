import { type Account, type Channel, channelsOf, isRecoverable, type Visit } from '../../lambdas/auth/account.ts';
import type { Approval } from '../../lambdas/auth/approval.ts';
import type { Slot } from '../../lambdas/auth/approval-slots.ts';
import type { Device } from '../../lambdas/auth/device.ts';
import type { AnyCodeFlow, ConfirmationFlow, Flow, SignInFlow } from '../../lambdas/auth/flow.ts';
import type { MailedSecret } from '../../lambdas/auth/mailed-secrets.ts';
import { type NotMe, notMeOf } from '../../lambdas/auth/not-me.ts';
import type { Session, SessionLifetimes } from '../../lambdas/auth/session.ts';
import type { BoughtCode } from '../../lambdas/auth/sign-in-store.ts';
import type { OutboxState, OwedMessage, OwedWaiting } from '../../lambdas/notify/owed.ts';
import { memoryTallies } from './memory-tallies.ts';

export interface Entry {
  readonly account: string;
  readonly at: number;
  readonly [field: string]: unknown;
}

/** The tables, as maps. */
export interface World {
  readonly accounts: Map<string, Account>;
  readonly claims: Map<string, string>;
  readonly flows: Map<string, Flow>;
  /** By kind and account. */
  readonly secrets: Map<string, MailedSecret>;
  /** By account and name of the address. */
  readonly links: Map<string, NotMe>;
  readonly sessions: Map<string, Session>;
  /** By id. */
  readonly devices: Map<string, Device>;
  /** By id. */
  readonly approvals: Map<string, Approval>;
  /** By account and holder. */
  readonly slots: Map<string, Slot>;
  /** Phones that are to be told of a question, and decoys. */
  readonly waiting: OwedWaiting[];
  readonly messages: Map<string, OwedMessage & { readonly state: OutboxState; readonly leasedUntil?: number }>;
  readonly entries: Entry[];
  readonly tallies: ReturnType<typeof memoryTallies>;
  readonly lifetimes: SessionLifetimes;
  globalEpoch: string;
}

export const emptyWorld = (lifetimes: SessionLifetimes): World => ({
  accounts: new Map(),
  claims: new Map(),
  flows: new Map(),
  secrets: new Map(),
  links: new Map(),
  sessions: new Map(),
  devices: new Map(),
  approvals: new Map(),
  slots: new Map(),
  waiting: [],
  messages: new Map(),
  entries: [],
  tallies: memoryTallies(),
  lifetimes,
  globalEpoch: '',
});

/** The account, if it has that status and epoch. */
export function accountAt({ accounts }: World, id: string, status: Account['status'], epoch: string) {
  const account = accounts.get(id);
  return account?.status === status && account.epoch === epoch ? account : undefined;
}

/** The account, if it has that epoch and may be recovered. */
export function recoverableAt({ accounts }: World, id: string, epoch: string) {
  const account = accounts.get(id);
  return account && isRecoverable(account) && account.epoch === epoch ? account : undefined;
}

/** A code that came back from a phone proves its number. */
export const proved = ({ phone }: Account, channel: Channel) =>
  channel === 'sms' && phone ? { phone: { ...phone, verified: true as const } } : {};

/** Whether the account is active with that epoch. */
export const isActive = (world: World, id: string, epoch: string): boolean =>
  accountAt(world, id, 'active', epoch) !== undefined;

/** What was mailed to an account, if it was. */
export const secretOf = ({ secrets }: World, kind: MailedSecret['kind'], account: string) =>
  secrets.get(`${kind} ${account}`);

/** The account and its temporary password. */
export function credentialsOf(world: World, id: string) {
  const [account, temporary] = [world.accounts.get(id), secretOf(world, 'temporary-password', id)];
  return { ...(account && { account }), ...(temporary && { temporary }) };
}

/** The flow, if it is a sign-in. */
export function signInOf({ flows }: World, id: string): SignInFlow | undefined {
  const flow = flows.get(id);
  return flow?.kind === 'sign-in' ? flow : undefined;
}

/** The flow as it is, if it is still what was read: open, unexpired, with the same code. */
export function whileOpen<F extends AnyCodeFlow>(
  { flows }: World,
  { id, kind, secretHash, counter }: F,
  now: number,
): F | undefined {
  const isSame = (flow: Flow | undefined): flow is F =>
    flow?.kind === kind &&
    'counter' in flow &&
    flow.status === 'open' &&
    flow.secretHash === secretHash &&
    flow.counter === counter;
  const flow = flows.get(id);
  return isSame(flow) && flow.expiresAt > now ? flow : undefined;
}

export function owe({ messages }: World, message: OwedMessage, state: 'owed' | 'dropped' = 'owed'): void {
  messages.set(message.id, { ...message, state });
}

export const oweWaiting = ({ waiting }: World, owed: Omit<OwedWaiting, 'kind'>) =>
  waiting.push({ ...owed, kind: 'approval-waiting' });

export function oweCode(world: World, flow: SignInFlow, id: string, now: number): void {
  const { account, channel, counter } = flow;
  owe(world, { id, kind: 'sign-in-code', account, channel, flow: flow.id, counter, createdAt: now });
}

/** The link of a notice, in the place of the one before. */
export const link = ({ links }: World, notMe: NotMe) => links.set(`${notMe.account} ${notMe.address}`, notMe);

/** That the password was set, with the link of who did not do it. */
export function oweNotices(
  world: World,
  account: Account,
  { id, visit, overPhone }: { readonly id: string; readonly visit: Visit; readonly overPhone: boolean },
): void {
  const message = { kind: 'password-set', account: account.id, createdAt: visit.at, visit } as const;
  owe(world, { ...message, id, channel: 'email' });
  link(world, notMeOf(account, visit.at));
  if (overPhone && channelsOf(account).includes('sms')) owe(world, { ...message, id: `${id}.sms`, channel: 'sms' });
}

/** Buys a try from the flow and the tally that it counts on. */
export function buyCodeTry(world: World, read: SignInFlow | ConfirmationFlow, now: number): BoughtCode {
  const flow = whileOpen(world, read, now);
  if (!flow || flow.codeEndsAt <= now || flow.triesLeft <= 0) return { outcome: 'refused' };
  const bought = world.tallies.buy(read.tally, 'code', now);
  if (bought.outcome === 'unknown') return { outcome: 'refused' };
  if (bought.outcome !== 'bought') return bought.outcome === 'closed' ? { outcome: 'closed' } : bought;
  world.flows.set(flow.id, { ...flow, triesLeft: flow.triesLeft - 1 });
  return { outcome: 'bought', triesLeft: read.triesLeft - 1 };
}
