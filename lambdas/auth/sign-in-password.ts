import { type Account, codeChannels } from './account.ts';
import { owe, requireChannel, resendAt, type WaitingSignIn, withNewCode } from './code-sends.ts';
import type { FlowCookie, SignInFlow } from './flow.ts';
import { isTemporaryPassword } from './mailed-secrets.ts';
import { type PasswordRules, refuseBroken, refuseUnfit } from './new-password.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { Refusal } from './refusal.ts';
import type { SignInNeeds } from './sign-in.ts';
import { isOpen, ownFlow } from './sign-in-code.ts';
import type { ReplacementStore } from './sign-in-store.ts';
import { newId } from './tokens.ts';

/** As for a sign-in, with the verb that replaces. */
export interface ReplacementNeeds extends Omit<SignInNeeds, 'store'> {
  readonly store: ReplacementStore;
}

export interface Replacing extends PasswordRules {
  readonly cookie: FlowCookie | undefined;
  /** Public id of the flow that the page shows. */
  readonly flow: string;
  readonly password: string;
  readonly now: number;
}

/**
 * Replaces a temporary password, or one that an operator set, within the sign-in that was begun with it; the code comes
 * after. The password before is used up now and not when it was typed (ASVS 5.0, 6.4.1). Ends all other sessions.
 */
export async function replacePassword(needs: ReplacementNeeds, request: Replacing): Promise<WaitingSignIn> {
  const { now } = request;
  const before = await ownFlow(needs, request.cookie, request.flow);
  if (!isOpen(before, now) || (before.mustReplace?.temporaryEndsAt ?? now + 1) <= now) throw new Refusal('flow-ended');
  refuseBroken(request, request.password);
  const [{ account, temporary }, sent] = await Promise.all([
    needs.store.credentials(before.account),
    needs.store.sent(before.tally),
  ]);
  if (account?.epoch !== before.epoch) throw new Refusal('flow-ended');
  if (!before.mustReplace) return repeat(needs, before, account, sent, request);
  refuseUnfit(request, request.password, account);
  if (temporary && isTemporaryPassword(needs.keys, temporary, request.password)) {
    throw new Refusal('password-refused', { rules: ['not-current'] });
  }
  const { mustReplace: _, ...rest } = before;
  const channels = codeChannels(withRecovery(account, before, now), needs.separateChannel, now);
  const base: SignInFlow = { ...rest, epoch: newId(needs.random), channel: channels[0] ?? 'email' };
  const code = channels.length > 0 ? owe(needs, sent, now) : undefined;
  const after = code ? withNewCode(base, code.message, now) : base;
  const common = {
    account,
    before,
    passwordHash: hashPassword(request.password, needs.random),
    notice: newId(needs.random),
    now,
  };
  let flow = after;
  let outcome = await needs.store.replace({ ...common, after, ...(code && { code }) });
  if (outcome === 'sent-meanwhile') {
    flow = base;
    outcome = await needs.store.replace({ ...common, after: base });
  }
  if (outcome !== 'replaced') throw new Refusal('flow-ended');
  // The password is set; behind it, for a day, comes a phone.
  requireChannel(channels);
  const delivery = flow.counter > 0 ? 'pending' : 'none';
  return { flow, account, channels, delivery, resendAt: resendAt(flow, code?.sentAfter ?? sent) };
}

/** The answer was lost: its repeat, with the password that was set, learns where the sign-in stands (design rule 6). */
function repeat(
  { separateChannel }: ReplacementNeeds,
  flow: SignInFlow,
  account: Account,
  sent: readonly number[],
  { password, now }: Replacing,
): WaitingSignIn {
  const same = account.passwordHash !== undefined && verifyPassword(password, account.passwordHash);
  if (!same) throw new Refusal('flow-ended');
  const channels = codeChannels(account, separateChannel, now);
  requireChannel(channels);
  return { flow, account, channels, delivery: flow.counter > 0 ? 'pending' : 'none', resendAt: resendAt(flow, sent) };
}

/** A temporary password came by mail: for a day, codes rather go over another channel. */
function withRecovery(account: Account, { mustReplace }: SignInFlow, now: number): Account {
  if (mustReplace?.temporaryEndsAt === undefined) return account;
  return { ...account, recovered: { at: now, channel: 'email' } };
}
