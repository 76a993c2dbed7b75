import { notMeAt } from '../../lambdas/auth/not-me.ts';
import { isWithinLimits } from '../../lambdas/auth/session.ts';
import type { Opening, Redemption, Resending, SignInStore } from '../../lambdas/auth/sign-in-store.ts';
import {
  accountAt,
  buyCodeTry,
  credentialsOf,
  isActive,
  link,
  owe,
  oweCode,
  proved,
  signInOf,
  type World,
  whileOpen,
} from './memory-world.ts';

/** The verbs of a sign-in over maps: as strict as the tables are meant to be. */
export function memorySignIn(world: World): SignInStore {
  const { accounts, claims, sessions, messages, entries, tallies, lifetimes } = world;
  return {
    look: async (keys) => ({
      account: keys.identifier === undefined ? undefined : claims.get(keys.identifier),
      globalEpoch: world.globalEpoch,
      ...tallies.stranger(keys),
    }),
    account: async (id) => accounts.get(id),
    credentials: async (id) => credentialsOf(world, id),
    buyPasswordTry: async (key, now) => tallies.buy(key, 'password', now),
    reopen: async (key, closedAt, now) => tallies.reopen(key, closedAt, now),
    reopenCode: async (key, closedAt) => tallies.reopenCode(key, closedAt),
    open: async (opening) => open(world, opening),
    async refuse({ subject, reason, keys, visit }) {
      tallies.countWrong(keys);
      entries.push({ account: subject, event: 'sign-in-refused', reason, ...visit });
    },

    flow: async (id) => signInOf(world, id),
    async gate(id) {
      const flow = signInOf(world, id);
      return flow ? { flow } : {};
    },
    sent: async (key) => tallies.sent(key),
    async delivery(message) {
      const state = messages.get(message)?.state;
      if (state === 'sent') return 'sent';
      return state === 'failed' || state === 'dropped' ? 'failed' : 'pending';
    },
    resend: async (resending) => resend(world, resending),
    buyCodeTry: async (flow, now) => buyCodeTry(world, flow, now),
    async refuseCode({ account, id, visit }, reason, now) {
      entries.push({ account, event: 'code-refused', flow: id, reason, ...visit, at: now });
    },
    redeem: async (redemption) => redeem(world, redemption),
    async sessionLives(account, token, now) {
      const session = sessions.get(token);
      return session?.account === account && isWithinLimits(session, now, lifetimes);
    },
  };
}

function open(
  world: World,
  { account, flow, code, rehash, forget }: Opening,
): Awaited<ReturnType<SignInStore['open']>> {
  const { accounts, flows, tallies } = world;
  const same = accounts.get(account.id)?.passwordHash === account.passwordHash;
  if (!same || !accountAt(world, account.id, account.status, account.epoch)) return 'changed';
  if (!tallies.maySend(flow.tally, code?.sentBefore)) return 'sent-meanwhile';
  if (rehash !== undefined) accounts.set(account.id, { ...account, passwordHash: rehash });
  tallies.clear(flow.tally, 'password', code?.sentAfter);
  flows.set(flow.id, flow);
  if (code) oweCode(world, flow, code.message, flow.visit.at);
  if (forget) tallies.forget(forget);
  return 'opened';
}

function resend(world: World, { before, after, code, now }: Resending): Awaited<ReturnType<SignInStore['resend']>> {
  const { flows, tallies } = world;
  const flow = whileOpen(world, before, now);
  if (!flow || flow.triesLeft <= 0 || !isActive(world, before.account, before.epoch)) return 'changed';
  if (!tallies.maySend(before.tally, code.sentBefore)) return 'sent-meanwhile';
  const { counter, channel, codeEndsAt } = after;
  flows.set(flow.id, { ...flow, counter, channel, message: code.message, codeEndsAt });
  tallies.clear(before.tally, undefined, code.sentAfter);
  oweCode(world, after, code.message, now);
  return 'sent';
}

function redeem(world: World, redemption: Redemption): Awaited<ReturnType<SignInStore['redeem']>> {
  const { flow: read, session, idempotencyHash, newBrowser, notice, knownUntil, now } = redemption;
  const { accounts, flows, sessions, entries, tallies } = world;
  const flow = whileOpen(world, read, now);
  const account = accounts.get(read.account);
  if (!flow || flow.codeEndsAt <= now || !account || !isActive(world, read.account, read.epoch)) return 'changed';
  if (!tallies.maySend(read.tally, undefined) || sessions.has(session.token)) return 'changed';
  const visit = { ...read.visit, at: now };
  const completion = { session: session.token, ...(idempotencyHash !== undefined && { idempotencyHash }) };
  flows.set(flow.id, { ...flow, status: 'done', completion });
  accounts.set(account.id, {
    ...account,
    lastSignIn: visit,
    ...(read.familiar && { reopenedAt: now }),
    ...proved(account, read.channel),
  });
  tallies.clear(read.tally, 'code');
  sessions.set(session.token, session);
  const from = read.familiar ? 'known-browser' : 'new-browser';
  entries.push({ account: account.id, event: 'signed-in', flow: flow.id, from, ...visit });
  tallies.know(
    { subject: account.id, browser: newBrowser ?? read.tally.browser ?? '' },
    knownUntil,
    'all',
    newBrowser === undefined ? undefined : now,
  );
  const told = { kind: 'new-browser', account: account.id, channel: 'email', createdAt: now, visit } as const;
  if (notice !== undefined) owe(world, { id: notice, ...told });
  if (notice !== undefined && read.address !== undefined) link(world, notMeAt(account.id, read.address, now));
  return 'redeemed';
}
