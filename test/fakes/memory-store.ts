import type { Account } from '../../lambdas/auth/account.ts';
import type { SignInFlow } from '../../lambdas/auth/flow.ts';
import type { RecoveryStore } from '../../lambdas/auth/recovery-store.ts';
import { isWithinLimits, type SessionLifetimes, type SessionStore } from '../../lambdas/auth/session.ts';
import type { ReplacementStore, SignInStore } from '../../lambdas/auth/sign-in-store.ts';
import type { Outbox, OutboxState, OwedMessage } from '../../lambdas/notify/owed.ts';
import { claimIds } from '../../lambdas/store/accounts.ts';
import { memoryRecovery, memoryReplacement } from './memory-recovery.ts';
import { memoryWorld } from './memory-world.ts';

/** What the contract of the stores sees of either kind, besides its verbs. */
export interface Store {
  readonly signIn: SignInStore;
  readonly recovery: RecoveryStore;
  readonly replacement: ReplacementStore;
  readonly sessions: SessionStore;
  readonly outbox: Outbox;
  /** Puts an account and its claims, whatever was there. */
  settle(account: Account): Promise<void>;
  setGlobalEpoch(epoch: string): Promise<void>;
  account(id: string): Promise<Account | undefined>;
  /** What happened to an account, oldest first: the event and its particulars. */
  audit(account: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** What is owed or was, oldest first, without what the table adds for itself. */
  messages(): Promise<readonly (OwedMessage & { readonly state: OutboxState })[]>;
}

export const LIFETIMES: SessionLifetimes = { idleSeconds: 30 * 60, absoluteSeconds: 8 * 3600 };

/** Everything in maps: as quick and as strict as the tables are meant to be. */
export function memoryStore(lifetimes: SessionLifetimes = LIFETIMES): Store {
  const world = memoryWorld();
  const { accounts, claims, flows, sessions, owed, entries, tallies, isOpen, owe } = world;
  const isActive = (id: string, epoch: string) => world.accountAt(id, 'active', epoch) !== undefined;
  const oweCode = ({ account, channel, counter, id: flow }: SignInFlow, id: string, now: number) =>
    owe({ id, kind: 'sign-in-code', account, channel, flow, counter, createdAt: now });

  const signIn: SignInStore = {
    look: async (keys) => ({
      account: keys.identifier === undefined ? undefined : claims.get(keys.identifier),
      globalEpoch: world.globalEpoch,
      ...tallies.stranger(keys),
    }),
    account: async (id) => accounts.get(id),
    credentials: async (id) => world.credentials(id),
    buyPasswordTry: async (key, now) => tallies.buy(key, 'password', now),
    reopen: async (key, closedAt, now) => tallies.reopen(key, closedAt, now),
    reopenCode: async (key, closedAt) => tallies.reopenCode(key, closedAt),

    async open({ account, flow, code, rehash, forget }) {
      const now = accounts.get(account.id);
      if (!isActive(account.id, account.epoch) || now?.passwordHash !== account.passwordHash) return 'changed';
      if (!tallies.maySend(flow.tally, code?.sentBefore)) return 'sent-meanwhile';
      if (rehash !== undefined) accounts.set(account.id, { ...account, passwordHash: rehash });
      tallies.clear(flow.tally, 'password', code?.sentAfter);
      flows.set(flow.id, flow);
      if (code) oweCode(flow, code.message, flow.visit.at);
      if (forget) tallies.forget(forget);
      return 'opened';
    },
    async refuse({ subject, reason, keys, visit }) {
      tallies.countWrong(keys);
      entries.push({ account: subject, event: 'sign-in-refused', reason, ...visit });
    },

    flow: memoryReplacement(world).flow,
    sent: async (key) => tallies.sent(key),
    async delivery(message) {
      const state = owed.get(message)?.state;
      if (state === 'sent') return 'sent';
      return state === 'failed' || state === 'dropped' ? 'failed' : 'pending';
    },
    async resend({ before, after, code, now }) {
      const flow = isOpen(before, now);
      if (!flow || flow.triesLeft <= 0 || !isActive(before.account, before.epoch)) return 'changed';
      if (!tallies.maySend(before.tally, code.sentBefore)) return 'sent-meanwhile';
      const { counter, channel, codeEndsAt } = after;
      flows.set(flow.id, { ...flow, counter, channel, message: code.message, codeEndsAt });
      tallies.clear(before.tally, undefined, code.sentAfter);
      oweCode(after, code.message, now);
      return 'sent';
    },
    async buyCodeTry(read, now) {
      const flow = isOpen(read, now);
      if (!flow || flow.codeEndsAt <= now || flow.triesLeft <= 0) return { outcome: 'refused' };
      const bought = tallies.buy(read.tally, 'code', now);
      if (bought.outcome === 'unknown') return { outcome: 'refused' };
      if (bought.outcome === 'delayed') return bought;
      if (bought.outcome === 'closed') return { outcome: 'closed' };
      flows.set(flow.id, { ...flow, triesLeft: flow.triesLeft - 1 });
      return { outcome: 'bought', triesLeft: read.triesLeft - 1 };
    },
    async refuseCode({ account, id, visit }, reason, now) {
      entries.push({ account, event: 'code-refused', flow: id, reason, ...visit, at: now });
    },
    async redeem({ flow: read, session, idempotencyHash, newBrowser, notice, knownUntil, now }) {
      const flow = isOpen(read, now);
      const account = accounts.get(read.account);
      if (!flow || flow.codeEndsAt <= now || !account || !isActive(read.account, read.epoch)) return 'changed';
      if (!tallies.maySend(read.tally, undefined) || sessions.has(session.token)) return 'changed';
      const visit = { ...read.visit, at: now };
      const completion = { session: session.token, ...(idempotencyHash !== undefined && { idempotencyHash }) };
      flows.set(flow.id, { ...flow, status: 'done', completion });
      accounts.set(account.id, { ...account, lastSignIn: visit, ...(read.familiar && { reopenedAt: now }) });
      tallies.clear(read.tally, 'code');
      sessions.set(session.token, session);
      const from = read.familiar ? 'known-browser' : 'new-browser';
      entries.push({ account: account.id, event: 'signed-in', flow: flow.id, from, ...visit });
      tallies.know({ subject: account.id, browser: newBrowser ?? read.tally.browser ?? '' }, knownUntil);
      if (notice !== undefined)
        owe({ id: notice, kind: 'new-browser', account: account.id, channel: 'email', createdAt: now, visit });
      return 'redeemed';
    },
    async sessionLives(account, token, now) {
      const session = sessions.get(token);
      return session?.account === account && isWithinLimits(session, now, lifetimes);
    },
  };

  return {
    signIn,
    recovery: memoryRecovery(world),
    replacement: memoryReplacement(world),
    sessions: {
      async read(account, token) {
        const session = sessions.get(token);
        const owner = accounts.get(account);
        return {
          globalEpoch: world.globalEpoch,
          ...(session?.account === account && { session }),
          ...(owner && { account: owner }),
        };
      },
      async touch({ token }, now, limits) {
        const session = sessions.get(token);
        if (!session || !isWithinLimits(session, now, limits)) return 'ended';
        sessions.set(token, { ...session, usedAt: now });
        return 'touched';
      },
      async end(account, token, visit) {
        const session = sessions.get(token);
        if (session?.account !== account) return;
        sessions.delete(token);
        entries.push({ account, event: 'signed-out', flow: session.flow, ...visit });
      },
    },
    outbox: {
      async take(id, now) {
        const message = owed.get(id);
        const free = message?.state === 'owed' || (message?.state === 'sending' && (message.leasedUntil ?? 0) <= now);
        if (message && free) owed.set(id, { ...message, state: 'sending', leasedUntil: now + 60_000 });
        if (free) return 'taken';
        return message?.state === 'sending' ? 'busy' : 'settled';
      },
      async settle(id, state) {
        const message = owed.get(id);
        if (message?.state === 'sending') owed.set(id, { ...message, state });
      },
      async release(id) {
        const message = owed.get(id);
        if (message?.state === 'sending') owed.set(id, { ...message, state: 'owed' });
      },
    },
    async settle(account) {
      accounts.set(account.id, account);
      for (const id of claimIds(account)) claims.set(id, account.id);
    },
    async setGlobalEpoch(epoch) {
      world.globalEpoch = epoch;
    },
    account: async (id) => accounts.get(id),
    audit: async (id) => entries.filter(({ account }) => account === id).sort((a, b) => a.at - b.at),
    messages: async () =>
      [...owed.values()].map(({ leasedUntil: _, ...message }) => message).sort((a, b) => a.createdAt - b.createdAt),
  };
}
