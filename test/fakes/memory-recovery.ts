import { isDeepStrictEqual } from 'node:util';
import { channelsOf, sinceOf } from '../../lambdas/auth/account.ts';
import type { SignInFlow } from '../../lambdas/auth/flow.ts';
import { madeAt } from '../../lambdas/auth/mailed-secrets.ts';
import type { OwedToAccount, Postage, RecoveryStore } from '../../lambdas/auth/recovery-store.ts';
import type { ReplacementStore } from '../../lambdas/auth/sign-in-store.ts';
import {
  accountAt,
  credentialsOf,
  owe as oweMessage,
  oweNotices,
  proved,
  recoverableAt,
  secretOf,
  signInOf,
  type World,
  whileOpen,
} from './memory-world.ts';

/** Recovery and activation over maps. */
export function memoryRecovery(world: World): RecoveryStore {
  const { accounts, flows, tallies, entries } = world;
  const owe = ({ message, ...owed }: OwedToAccount, { account, now, send }: Postage) =>
    oweMessage(world, { ...message, ...owed, account, createdAt: now }, send ? 'owed' : 'dropped');

  return {
    look: async (keys) => ({
      account: keys.identifier === undefined ? undefined : world.claims.get(keys.identifier),
      globalEpoch: world.globalEpoch,
      ...tallies.stranger(keys),
    }),
    countBeginning: async (keys) => tallies.countForAddress(keys),
    async mailbox(subject, browser, now) {
      const known = browser !== undefined && tallies.isKnown({ subject, browser }, now);
      const tally = known ? { subject, browser } : { subject };
      const [invitation, temporary] = [
        secretOf(world, 'invitation', subject),
        secretOf(world, 'temporary-password', subject),
      ];
      return { account: accounts.get(subject), tally, sent: tallies.mailed(tally), invitation, temporary };
    },
    account: async (id) => accounts.get(id),
    async flow(id) {
      const flow = flows.get(id);
      return flow?.kind === 'recovery' || flow?.kind === 'activation' ? flow : undefined;
    },
    async begin(flow, owed, postage) {
      if (flows.has(flow.id) || !tallies.pay(postage)) return 'sent-meanwhile';
      flows.set(flow.id, flow);
      owe(owed, postage);
      return 'begun';
    },
    async post(owed, postage, secret) {
      const { kind, account } = secret?.after ?? {};
      const same = !kind || !account || isDeepStrictEqual(secretOf(world, kind, account), secret?.before);
      if (!same || !tallies.pay(postage)) return 'sent-meanwhile';
      if (secret) world.secrets.set(`${secret.after.kind} ${secret.after.account}`, secret.after);
      owe(owed, postage);
      return 'posted';
    },
    async resend(before, after, owed, postage) {
      const flow = whileOpen(world, before, after.sentAt);
      if (!flow || flow.triesLeft <= 0) return 'changed';
      if (!tallies.pay(postage)) return 'sent-meanwhile';
      const { counter, channel, sentAt, codeEndsAt } = after;
      flows.set(flow.id, { ...flow, counter, channel, sentAt, codeEndsAt });
      owe(owed, postage);
      return 'sent';
    },
    async buyTry(read, now) {
      const flow = whileOpen(world, read, now);
      if (!flow || flow.codeEndsAt <= now || flow.triesLeft <= 0) return { outcome: 'refused' };
      flows.set(flow.id, { ...flow, triesLeft: flow.triesLeft - 1 });
      return { outcome: 'bought', triesLeft: read.triesLeft - 1 };
    },
    async refuseCode({ account, id, visit }, reason, now) {
      entries.push({ account, event: 'code-refused', flow: id, reason, ...visit, at: now });
    },
    async complete({ flow: read, account: known, passwordHash, newEpoch, notice, browser, idempotencyHash, visit }) {
      const flow = whileOpen(world, read, visit.at);
      const isRecovery = read.kind === 'recovery';
      const account = isRecovery
        ? recoverableAt(world, read.account, read.epoch)
        : accountAt(world, read.account, 'invited', read.epoch);
      if (!flow || flow.codeEndsAt <= visit.at || !account) return 'changed';
      flows.set(flow.id, { ...flow, status: 'done', completion: idempotencyHash ? { idempotencyHash } : {} });
      const { mustReplacePassword: _, ...rest } = account;
      const channels = channelsOf(known);
      const channel = channels.find((each) => each === read.channel) ?? channels[0] ?? 'email';
      const recovered = { at: visit.at, channel, since: sinceOf(account, channel) };
      accounts.set(account.id, {
        ...rest,
        passwordHash,
        epoch: newEpoch,
        status: 'active',
        reopenedAt: visit.at,
        ...(isRecovery && { recovered }),
        ...proved(account, channel),
      });
      tallies.know({ subject: account.id, browser: browser.hash }, browser.until, 'tries', visit.at);
      entries.push({ account: account.id, flow: flow.id, event: 'password-set', by: read.kind, ...visit });
      oweNotices(world, known, { id: notice, visit, overPhone: isRecovery || known.channel === 'sms' });
      return 'completed';
    },
  };
}

/** The replacement of a given password over maps. */
export function memoryReplacement(world: World): ReplacementStore {
  const { accounts, flows, tallies, entries } = world;
  return {
    flow: async (id) => signInOf(world, id),
    credentials: async (id) => credentialsOf(world, id),
    sent: async (key) => tallies.sent(key),
    async replace({ account: known, before, after, passwordHash, code, notice, now }) {
      const flow = whileOpen(world, before, now);
      const end = before.mustReplace?.temporaryEndsAt;
      const account = ownerOf(world, before);
      const used = end !== undefined && (account?.lastSignIn?.at ?? 0) >= madeAt('temporary-password', end);
      if (!flow?.mustReplace || !account || used) return 'changed';
      if (code && !tallies.maySend(after.tally, code.sentBefore)) return 'sent-meanwhile';
      const visit = { ...before.visit, at: now };
      const { mustReplace: _, ...open } = flow;
      const { epoch, counter, channel, codeEndsAt, message } = after;
      flows.set(flow.id, { ...open, epoch, counter, channel, codeEndsAt, ...(message !== undefined && { message }) });
      const { mustReplacePassword: __, ...rest } = account;
      const recovery = end !== undefined && {
        status: 'active' as const,
        recovered: { at: now, channel: 'email' as const, since: sinceOf(account, 'email') },
        reopenedAt: now,
      };
      accounts.set(account.id, { ...rest, passwordHash, epoch, ...recovery });
      entries.push({ account: account.id, flow: flow.id, event: 'password-set', by: 'sign-in', ...visit });
      oweNotices(world, known, { id: notice, visit, overPhone: end !== undefined });
      if (!code) return 'replaced';
      tallies.clear(after.tally, end === undefined ? undefined : 'code', code.sentAfter);
      const owed = { id: code.message, kind: 'sign-in-code', account: account.id, channel, flow: flow.id } as const;
      oweMessage(world, { ...owed, counter, createdAt: now });
      return 'replaced';
    },
  };
}

/** Whose password is replaced: behind a temporary one that is a recovery. */
function ownerOf(world: World, { account, epoch, mustReplace }: SignInFlow) {
  const isRecovery = mustReplace?.temporaryEndsAt !== undefined;
  return isRecovery ? recoverableAt(world, account, epoch) : accountAt(world, account, 'active', epoch);
}
