import { type Account, type Channel, isRecoverable } from './account.ts';
import { deriveCode, RESENDS_PER_FLOW, RESET_CODE_LIFETIME_SECONDS } from './codes.ts';
import type { FlowCookie, RecoveryFlow } from './flow.ts';
import { knownHash } from './known-browser.ts';
import { STRANGER_SENDS } from './limits.ts';
import { type PasswordRules, refuseBroken, refuseUnfit } from './new-password.ts';
import { hashPassword } from './passwords.ts';
import { resetCode, resetCodeName, stamp, unpaid } from './postage.ts';
import type { RecoveryNeeds } from './recovery.ts';
import { Refusal } from './refusal.ts';
import { derive, hashToken, newId, sameText } from './tokens.ts';

export interface NewPassword extends PasswordRules {
  readonly cookie: FlowCookie | undefined;
  /** Public id of the flow that the page shows. */
  readonly flow: string;
  readonly code: string;
  readonly password: string;
  readonly idempotencyKey?: string;
  readonly knownBrowserSeconds: number;
  readonly now: number;
}

export interface CompletedRecovery {
  readonly account: string;
  /** The token by which this browser is known, for its tries, from now on. */
  readonly knownToken: string;
}

/**
 * Sets a new password for who answers the newest code. In one transaction the flow is consumed, the password set and the
 * epoch changed, which ends sessions, flows and approvals. Nobody is signed in by it, and the second factor stays (ASVS
 * 5.0, 6.4.3). What the policy says of anybody's password is checked before a try is bought; what it says of this
 * account's, only behind the right code, for it would tell that there is such an account.
 */
export async function setNewPassword(needs: RecoveryNeeds, request: NewPassword): Promise<CompletedRecovery> {
  const flow = await ownFlow(needs, request.cookie, request.flow);
  if (flow.status === 'done') return repeat(needs, flow, request);
  if (!isOpen(flow, request.now)) throw new Refusal('flow-ended');
  if (flow.codeEndsAt <= request.now) throw new Refusal('code-expired');
  refuseBroken(request, request.password);

  const [bought, account] = await Promise.all([
    needs.store.buyTry(flow, request.now),
    needs.store.account(flow.account),
  ]);
  if (bought.outcome === 'refused') throw new Refusal('code-refused', { triesLeft: Math.max(0, flow.triesLeft - 1) });
  const code = deriveCode(needs.keys, resetCodeName(flow));
  const right = code !== undefined && sameText(code, request.code);
  if (!right || !account || !mayRecover(flow, account)) {
    await needs.store.refuseCode(flow, 'wrong-code', request.now);
    throw new Refusal('code-refused', { triesLeft: bought.triesLeft });
  }
  refuseUnfit(request, request.password, account);
  return complete(needs, flow, account, request);
}

/** Owes a new code over the channel that was asked for, where the account has it; everybody gets the same answer. */
export async function resendResetCode(
  needs: RecoveryNeeds,
  ask: {
    cookie: FlowCookie | undefined;
    flow: string;
    channel: Channel;
    knownToken(account: string): string | undefined;
    now: number;
  },
): Promise<RecoveryFlow> {
  const flow = await ownFlow(needs, ask.cookie, ask.flow);
  if (!isOpen(flow, ask.now)) throw new Refusal('flow-ended');
  if (flow.counter > RESENDS_PER_FLOW) throw new Refusal('no-sends-left');
  const wait = flow.sentAt + STRANGER_SENDS.gapSeconds * 1000 - ask.now;
  if (wait > 0) throw new Refusal('send-too-soon', { retryAfterSeconds: Math.ceil(wait / 1000) });

  const token = ask.knownToken(flow.account);
  const mailbox = await needs.store.mailbox(flow.account, token && knownHash(flow.account, token), ask.now);
  const codeEndsAt = Math.min(ask.now + RESET_CODE_LIFETIME_SECONDS * 1000, flow.expiresAt);
  const after: RecoveryFlow = { ...flow, counter: flow.counter + 1, channel: ask.channel, sentAt: ask.now, codeEndsAt };
  const postage = stamp(flow.account, mailbox, ask.now);
  const owed = resetCode(after, needs.random);
  let sent = await needs.store.resend(flow, after, owed, postage);
  if (sent === 'sent-meanwhile') sent = await needs.store.resend(flow, after, owed, unpaid(postage));
  if (sent !== 'sent') throw new Refusal('flow-ended');
  return after;
}

/** Where this browser's recovery stands; undefined when it has none that is open. */
export async function waitingRecovery(
  { store }: RecoveryNeeds,
  cookie: FlowCookie | undefined,
  now: number,
): Promise<RecoveryFlow | undefined> {
  const flow = cookie && (await store.flow(cookie.id));
  return flow && sameText(flow.secretHash, hashToken(cookie.secret)) && isOpen(flow, now) ? flow : undefined;
}

const isOpen = (flow: RecoveryFlow, now: number): boolean =>
  flow.status === 'open' && flow.expiresAt > now && flow.triesLeft > 0;

/** Who may set a password: checked at the start by `deliver`, here, and in the write. */
function mayRecover({ kind, epoch }: RecoveryFlow, account: Account): boolean {
  return epoch === account.epoch && (kind === 'activation' ? account.status === 'invited' : isRecoverable(account));
}

async function ownFlow({ store }: RecoveryNeeds, cookie: FlowCookie | undefined, shown: string): Promise<RecoveryFlow> {
  if (!cookie) throw new Refusal('flow-ended');
  if (cookie.id !== shown) throw new Refusal('flow-mismatch');
  const flow = await store.flow(cookie.id);
  if (!flow || !sameText(flow.secretHash, hashToken(cookie.secret))) throw new Refusal('flow-ended');
  return flow;
}

async function complete(
  needs: RecoveryNeeds,
  flow: RecoveryFlow,
  account: Account,
  request: NewPassword,
): Promise<CompletedRecovery> {
  const completed = completedBy(needs, flow, request.cookie);
  const outcome = await needs.store.complete({
    flow,
    account,
    passwordHash: hashPassword(request.password, needs.random),
    newEpoch: newId(needs.random),
    notice: newId(needs.random),
    browser: {
      hash: knownHash(account.id, completed.knownToken),
      until: request.now + request.knownBrowserSeconds * 1000,
    },
    visit: { ...flow.visit, at: request.now },
    ...(request.idempotencyKey !== undefined && { idempotencyHash: hashToken(request.idempotencyKey) }),
  });
  if (outcome === 'completed') return completed;
  await needs.store.refuseCode(flow, 'changed', request.now);
  throw new Refusal('flow-ended');
}

/** A repeat of the request whose answer was lost, by the same caller under the same key, gets the same answer. */
function repeat(needs: RecoveryNeeds, flow: RecoveryFlow, { cookie, idempotencyKey }: NewPassword): CompletedRecovery {
  const known = flow.completion?.idempotencyHash;
  const same = known !== undefined && idempotencyKey !== undefined && sameText(known, hashToken(idempotencyKey));
  if (!same) throw new Refusal('flow-ended');
  return completedBy(needs, flow, cookie);
}

function completedBy({ keys }: RecoveryNeeds, flow: RecoveryFlow, cookie: FlowCookie | undefined): CompletedRecovery {
  const known = cookie && derive(keys, flow.keyId, 'known-browser', [flow.id, flow.account, cookie.secret]);
  if (!known) throw new Refusal('flow-ended');
  return { account: flow.account, knownToken: known.toString('base64url') };
}
