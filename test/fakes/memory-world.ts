import type { Account } from '../../lambdas/auth/account.ts';
import type { SignInFlow } from '../../lambdas/auth/flow.ts';
import type { Session, SessionLifetimes } from '../../lambdas/auth/session.ts';
import type { OutboxState, OwedMessage } from '../../lambdas/notify/owed.ts';
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
  readonly flows: Map<string, SignInFlow>;
  readonly sessions: Map<string, Session>;
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
  sessions: new Map(),
  messages: new Map(),
  entries: [],
  tallies: memoryTallies(),
  lifetimes,
  globalEpoch: '',
});

/** Whether the account is active with that epoch. */
export function isActive({ accounts }: World, id: string, epoch: string): boolean {
  const account = accounts.get(id);
  return account?.status === 'active' && account.epoch === epoch;
}

/** The flow as it is, if it is still what was read: open, unexpired, with the same code. */
export function whileOpen({ flows }: World, { id, secretHash, counter }: SignInFlow, now: number) {
  const flow = flows.get(id);
  const same = flow?.status === 'open' && flow.secretHash === secretHash && flow.counter === counter;
  return same && flow.expiresAt > now ? flow : undefined;
}

export function owe({ messages }: World, message: OwedMessage): void {
  messages.set(message.id, { ...message, state: 'owed' });
}

export function oweCode(world: World, flow: SignInFlow, id: string, now: number): void {
  const { account, channel, counter } = flow;
  owe(world, { id, kind: 'sign-in-code', account, channel, flow: flow.id, counter, createdAt: now });
}
