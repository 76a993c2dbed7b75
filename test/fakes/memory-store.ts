import type { Account } from '../../lambdas/auth/account.ts';
import type {
  DecisionStore,
  PhoneConfirmationStore,
  PhoneSignInStore,
  ScanStore,
} from '../../lambdas/auth/approval-store.ts';
import type { ConfirmationStore } from '../../lambdas/auth/confirmation-store.ts';
import type { Device } from '../../lambdas/auth/device.ts';
import type { DeviceStore } from '../../lambdas/auth/device-store.ts';
import type { EnrolmentStore } from '../../lambdas/auth/enrolment-store.ts';
import type { NotMeStore } from '../../lambdas/auth/not-me.ts';
import type { RecoveryStore } from '../../lambdas/auth/recovery-store.ts';
import { isWithinLimits, type SessionLifetimes, type SessionStore } from '../../lambdas/auth/session.ts';
import type { ReplacementStore, SignInStore } from '../../lambdas/auth/sign-in-store.ts';
import type { Outbox, OutboxState, OwedMessage, OwedWaiting } from '../../lambdas/notify/owed.ts';
import { claimIds } from '../../lambdas/store/accounts.ts';
import { memoryDecisions, memoryPhoneConfirmations, memoryScans } from './memory-approvals.ts';
import { memoryConfirmation } from './memory-confirmation.ts';
import { memoryDevices } from './memory-devices.ts';
import { memoryEnrolment } from './memory-enrolment.ts';
import { memoryNotMe } from './memory-not-me.ts';
import { memoryPhoneSignIn } from './memory-phone-sign-in.ts';
import { memoryRecovery, memoryReplacement } from './memory-recovery.ts';
import { memorySignIn } from './memory-sign-in.ts';
import { emptyWorld, type World } from './memory-world.ts';

/** What the contract of the stores sees of either kind, besides its verbs. */
export interface Store {
  readonly signIn: SignInStore;
  readonly recovery: RecoveryStore;
  readonly replacement: ReplacementStore;
  readonly confirmation: ConfirmationStore;
  readonly links: NotMeStore;
  readonly enrolment: EnrolmentStore;
  readonly devices: DeviceStore;
  readonly phoneSignIn: PhoneSignInStore;
  readonly scans: ScanStore;
  readonly decisions: DecisionStore;
  readonly phoneConfirmation: PhoneConfirmationStore;
  readonly sessions: SessionStore;
  readonly outbox: Outbox;
  /** Puts an account and its claims, whatever was there. */
  settle(account: Account): Promise<void>;
  /** Puts a phone, whatever was there. */
  putPhone(device: Device): Promise<void>;
  setGlobalEpoch(epoch: string): Promise<void>;
  account(id: string): Promise<Account | undefined>;
  /** What happened to an account, oldest first: the event and its particulars. */
  audit(account: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** What phones are to be told, oldest first. */
  waiting(): Promise<readonly OwedWaiting[]>;
  /** What is owed or was, oldest first, without what the table adds for itself. */
  messages(): Promise<readonly (OwedMessage & { readonly state: OutboxState })[]>;
}

export const LIFETIMES: SessionLifetimes = { idleSeconds: 30 * 60, absoluteSeconds: 8 * 3600 };

/** Everything in maps: quick, and held to the contract that the tables are held to. */
export function memoryStore(lifetimes: SessionLifetimes = LIFETIMES): Store {
  const world = emptyWorld(lifetimes);
  return {
    signIn: memorySignIn(world),
    recovery: memoryRecovery(world),
    replacement: memoryReplacement(world),
    confirmation: memoryConfirmation(world),
    links: memoryNotMe(world),
    enrolment: memoryEnrolment(world),
    devices: memoryDevices(world),
    phoneSignIn: memoryPhoneSignIn(world),
    scans: memoryScans(world),
    decisions: memoryDecisions(world),
    phoneConfirmation: memoryPhoneConfirmations(world),
    sessions: memorySessions(world),
    outbox: memoryOutbox(world),
    async settle(account) {
      world.accounts.set(account.id, account);
      for (const id of claimIds(account)) world.claims.set(id, account.id);
    },
    async putPhone(device) {
      world.devices.set(device.id, device);
    },
    async setGlobalEpoch(epoch) {
      world.globalEpoch = epoch;
    },
    account: async (id) => world.accounts.get(id),
    audit: async (id) => world.entries.filter(({ account }) => account === id).toSorted((a, b) => a.at - b.at),
    waiting: async () => world.waiting,
    messages: async () =>
      [...world.messages.values()]
        .map(({ leasedUntil: _, ...message }) => message)
        .toSorted((a, b) => a.createdAt - b.createdAt),
  };
}

function memorySessions(world: World): SessionStore {
  const { accounts, sessions, entries } = world;
  return {
    async read(account, token) {
      const session = sessions.get(token);
      const owner = accounts.get(account);
      const { globalEpoch } = world;
      return { globalEpoch, ...(session?.account === account && { session }), ...(owner && { account: owner }) };
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
  };
}

function memoryOutbox({ messages }: World): Outbox {
  const change = (id: string, state: OutboxState) => {
    const message = messages.get(id);
    if (message?.state === 'sending') messages.set(id, { ...message, state });
  };
  return {
    async take(id, now) {
      const message = messages.get(id);
      const free = message?.state === 'owed' || (message?.state === 'sending' && (message.leasedUntil ?? 0) <= now);
      if (message && free) messages.set(id, { ...message, state: 'sending', leasedUntil: now + 60_000 });
      if (free) return 'taken';
      return message?.state === 'sending' ? 'busy' : 'settled';
    },
    settle: async (id, state) => change(id, state),
    release: async (id) => change(id, 'owed'),
  };
}
