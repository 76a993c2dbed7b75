import { type Account, channelsOf } from '../../lambdas/auth/account.ts';
import { CODE_TRIES } from '../../lambdas/auth/codes.ts';
import type { Change, ConfirmationStore, ConfirmedChange } from '../../lambdas/auth/confirmation-store.ts';
import type { ConfirmationFlow } from '../../lambdas/auth/flow.ts';
import { isWithinLimits } from '../../lambdas/auth/session.ts';
import { memorySignIn } from './memory-sign-in.ts';
import { accountAt, buyCodeTry, isActive, link, owe, oweNotices, type World, whileOpen } from './memory-world.ts';

/** Confirmed changes over maps. */
export function memoryConfirmation(world: World): ConfirmationStore {
  const { accounts, flows, tallies, entries } = world;
  const { buyPasswordTry, reopen, reopenCode, sent, sessionLives } = memorySignIn(world);
  return {
    ...{ buyPasswordTry, reopen, reopenCode, sent, sessionLives },
    async refusePassword(account, action, visit) {
      entries.push({ account, event: 'confirmation-refused', action, ...visit });
    },
    async open({ account, flow, code }) {
      const same = accounts.get(account.id)?.passwordHash === account.passwordHash;
      const isSame = same && accountAt(world, account.id, account.status, account.epoch);
      if (!isSame || !isSignedIn(world, flow, flow.visit.at)) return 'changed';
      if (!tallies.maySend(flow.tally, code?.sentBefore)) return 'sent-meanwhile';
      tallies.clear(flow.tally, 'password', code?.sentAfter);
      flows.set(flow.id, flow);
      if (code) oweCode(world, flow, code.message, flow.visit.at);
      return 'opened';
    },
    async flow(id) {
      const flow = flows.get(id);
      return flow?.kind === 'confirmation' ? flow : undefined;
    },
    async send({ before, after, code, now }) {
      const flow = whileOpen(world, before, now);
      const isBegun = before.confirmed ? (flow?.confirmed?.until ?? 0) > now : !flow?.confirmed;
      if (!flow || !isBegun || flow.triesLeft <= 0 || !isSignedIn(world, before, now)) return 'changed';
      if (!tallies.maySend(before.tally, code?.sentBefore)) return 'sent-meanwhile';
      const { counter, channel, codeEndsAt, message, pending } = after;
      const sent = { ...(message !== undefined && { message }), ...(pending && { pending }) };
      flows.set(flow.id, { ...flow, counter, channel, codeEndsAt, ...sent });
      if (!code) return 'sent';
      tallies.clear(before.tally, undefined, code.sentAfter);
      oweCode(world, after, code.message, now);
      return 'sent';
    },
    buyCodeTry: async (flow, now) => buyCodeTry(world, flow, now),
    async refuseCode({ account, id, visit }, reason, now) {
      entries.push({ account, event: 'code-refused', flow: id, reason, ...visit, at: now });
    },
    async confirm(read, confirmed, now) {
      const flow = whileOpen(world, read, now);
      if (!flow || flow.confirmed || flow.codeEndsAt <= now || !isSignedIn(world, read, now)) return 'changed';
      tallies.clear(read.tally, 'code');
      flows.set(flow.id, { ...flow, confirmed, codeEndsAt: 0, triesLeft: CODE_TRIES });
      return 'confirmed';
    },
    change: async (made) => change(world, made),
    async prefer(account, preferences, visit) {
      const now = accounts.get(account.id);
      const isProved = preferences.channel !== 'sms' || now?.phone?.verified === true;
      if (!now || !isActive(world, account.id, account.epoch) || !isProved) return 'changed';
      accounts.set(now.id, { ...now, ...preferences });
      entries.push({ account: now.id, event: 'preferences-changed', fields: Object.keys(preferences), ...visit });
      return 'preferred';
    },
  };
}

/** The account is as the flow knew it, and the session still there. */
function isSignedIn(world: World, flow: ConfirmationFlow, now: number): boolean {
  const session = world.sessions.get(flow.session);
  return (
    session?.account === flow.account &&
    isWithinLimits(session, now, world.lifetimes) &&
    isActive(world, flow.account, flow.epoch)
  );
}

function oweCode(world: World, flow: ConfirmationFlow, id: string, now: number): void {
  const { account, channel, counter, pending } = flow;
  const base = { id, account, channel, flow: flow.id, counter, createdAt: now };
  owe(world, pending ? { ...base, kind: 'new-address-code', to: pending } : { ...base, kind: 'confirmation-code' });
}

function change(world: World, made: ConfirmedChange): Awaited<ReturnType<ConfirmationStore['change']>> {
  const { flow: read, change: given, session, idempotencyHash, visit } = made;
  const flow = whileOpen(world, read, visit.at);
  const isProved = 'email' in given || ('phone' in given && given.phone !== undefined);
  const isDue = flow?.confirmed && (isProved ? flow.codeEndsAt : flow.confirmed.until) > visit.at;
  if (!flow || !isDue || !isSignedIn(world, read, visit.at)) return 'changed';
  if ('email' in given) {
    if (world.claims.has(`email#${given.email}`)) return 'address-taken';
    world.claims.delete(`email#${made.account.email}`);
    world.claims.set(`email#${given.email}`, made.account.id);
  }
  const completion = { session: session.token, ...(idempotencyHash !== undefined && { idempotencyHash }) };
  world.flows.set(flow.id, { ...flow, status: 'done', completion });
  const now = world.accounts.get(read.account);
  if (now) world.accounts.set(now.id, { ...changed(now, given, visit.at), epoch: made.newEpoch });
  world.sessions.delete(read.session);
  world.sessions.set(session.token, session);
  if (isProved) world.tallies.clear(read.tally, 'code');
  world.entries.push({ account: read.account, flow: flow.id, ...eventOf(given), ...visit });
  tell(world, made);
  return 'done';
}

function changed(account: Account, given: Change, at: number): Account {
  if ('passwordHash' in given) {
    const { mustReplacePassword: _, ...rest } = account;
    return { ...rest, ...given };
  }
  if ('email' in given) return { ...account, ...given, emailSince: at };
  if (given.phone) return { ...account, phone: given.phone, phoneSince: at };
  const { phone: _, ...rest } = account;
  return { ...rest, phoneSince: at, channel: 'email' };
}

function eventOf(given: Change) {
  if ('passwordHash' in given) return { event: 'password-set', by: 'owner' };
  if ('email' in given) return { event: 'email-changed' };
  return { event: given.phone ? 'phone-changed' : 'phone-removed' };
}

function tell(world: World, { account, change: given, notice: id, notMe, visit }: ConfirmedChange): void {
  if ('passwordHash' in given) {
    oweNotices(world, account, { id, visit, overPhone: account.channel === 'sms' });
    return;
  }
  const base = { id, account: account.id, createdAt: visit.at, visit };
  const news =
    'email' in given
      ? ({ ...base, kind: 'email-changed', now: given.email } as const)
      : ({ ...base, kind: 'phone-changed', ...(given.phone && { now: given.phone.number }) } as const);
  owe(world, { ...news, channel: 'email', to: { email: account.email } });
  link(world, notMe);
  const { phone } = account;
  const hasPhone = phone !== undefined && channelsOf(account).includes('sms');
  if (hasPhone) owe(world, { ...news, id: `${id}.sms`, channel: 'sms', to: { phone } });
}
