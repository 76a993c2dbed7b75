import type { PhoneRedemption, PhoneSignInStore } from '../../lambdas/auth/approval-store.ts';
import { notMeAt } from '../../lambdas/auth/not-me.ts';
import { ask, isAccepted, phoneSignInOf, surveyOf } from './memory-approvals.ts';
import { memorySignIn } from './memory-sign-in.ts';
import { link, owe, type World } from './memory-world.ts';

/** A sign-in with the phone, on the side of the browser, over maps. */
export function memoryPhoneSignIn(world: World): PhoneSignInStore {
  const { flows, tallies, entries } = world;
  const { look, sessionLives } = memorySignIn(world);
  return {
    globalEpoch: async () => world.globalEpoch,
    async open(flow) {
      flows.set(flow.id, flow);
    },
    flow: async (id) => phoneSignInOf(flows.get(id)),
    async beginSeries(before, series, now) {
      const flow = phoneSignInOf(flows.get(before.id));
      const isSame = flow?.series.number === before.series.number && flow.asked?.approval === before.asked?.approval;
      const isOpen = flow?.status === 'open' && flow.secretHash === before.secretHash && flow.expiresAt > now;
      if (!isOpen || !isSame) return 'changed';
      flows.set(flow.id, { ...flow, series });
      return 'begun';
    },
    look,
    countBeginning: async (keys) => tallies.countForAddress(keys),
    survey: async (...about) => surveyOf(world, ...about),
    ask: async (asked) => ask(world, asked),
    async gate(id) {
      const flow = phoneSignInOf(flows.get(id));
      return flow ? { flow } : {};
    },
    redeem: async (redemption) => redeem(world, redemption),
    async refuse(account, flow, visit) {
      entries.push({ account, flow, event: 'approval-refused', reason: 'changed', ...visit });
    },
    sessionLives,
  };
}

function redeem(world: World, redemption: PhoneRedemption): Awaited<ReturnType<PhoneSignInStore['redeem']>> {
  const { flow: read, asked, session, idempotencyHash, newBrowser, knownUntil, now } = redemption;
  const { accounts, flows, sessions, tallies } = world;
  const flow = phoneSignInOf(flows.get(read.id));
  const account = accounts.get(asked.account);
  const isOpen = flow?.status === 'open' && flow.secretHash === read.secretHash && flow.expiresAt > now;
  const isSame = flow?.asked?.approval === asked.approval && isAccepted(world, flow.asked, asked.epoch, now);
  const key = { subject: asked.account, browser: asked.browser ?? '' };
  if (!isOpen || !isSame || !account || sessions.has(session.token)) return 'changed';
  if (asked.browser !== undefined && !tallies.maySend(key, undefined)) return 'changed';
  const visit = { ...read.visit, at: now };
  const completion = { session: session.token, ...(idempotencyHash !== undefined && { idempotencyHash }) };
  flows.set(flow.id, { ...flow, status: 'done', completion });
  accounts.set(account.id, { ...account, lastSignIn: visit, reopenedAt: now });
  sessions.set(session.token, session);
  const from = asked.browser === undefined ? 'new-browser' : 'known-browser';
  const { device } = redemption.decided;
  world.entries.push({ account: account.id, event: 'signed-in', flow: flow.id, from, device, ...visit });
  if (asked.browser !== undefined) tallies.know(key, knownUntil, 'all');
  if (!newBrowser) return 'redeemed';
  tallies.know({ subject: account.id, browser: newBrowser.hash }, knownUntil, 'all', now);
  const told = { kind: 'new-browser', account: account.id, channel: 'email', createdAt: now, visit } as const;
  owe(world, { id: newBrowser.notice, ...told });
  if (asked.address !== undefined) link(world, notMeAt(account.id, asked.address, now));
  return 'redeemed';
}
