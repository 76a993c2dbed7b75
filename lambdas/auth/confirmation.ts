import { type Account, codeChannels } from './account.ts';
import { owe, requireChannel, resendAt, type WaitingCode, withNewCode } from './code-sends.ts';
import { type ConfirmationRequest, newConfirmation } from './confirmation-flow.ts';
import type { ConfirmationStore } from './confirmation-store.ts';
import type { ConfirmationFlow, FlowCookie } from './flow.ts';
import { knownHash, knownName } from './known-browser.ts';
import { verifyPassword } from './passwords.ts';
import { Refusal } from './refusal.ts';
import { act, type SessionNeeds } from './session.ts';
import { admitCode } from './sign-in.ts';
import { tooMany } from './stranger.ts';
import type { Bought, Standing, TallyKey } from './tally.ts';
import { type KeyRing, newId, newToken, type Random } from './tokens.ts';

export interface ConfirmationNeeds {
  readonly store: ConfirmationStore;
  readonly sessions: SessionNeeds;
  readonly keys: KeyRing;
  readonly random: Random;
  /** Whether codes after a recovery go over another channel than it used (`recoverySeparateChannel`). */
  readonly separateChannel: boolean;
}

/** With the password that is asked again. */
export interface PasswordConfirmationRequest extends ConfirmationRequest {
  readonly password: string;
}

export type WaitingConfirmation = WaitingCode<ConfirmationFlow>;

/**
 * Asks for the password again, of somebody who is signed in, and owes a code whose message names the action (ASVS 5.0,
 * 7.5.1). What follows is bound to this session, this browser and this action.
 */
export async function startConfirmation(
  needs: ConfirmationNeeds,
  request: PasswordConfirmationRequest,
): Promise<WaitingConfirmation & { readonly cookie: FlowCookie }> {
  const signedIn = await act(needs.sessions, request.session, request.now);
  const { account } = signedIn;
  const { key, standing } = await buyTry(needs, account, request);
  if (account.passwordHash === undefined || !verifyPassword(request.password, account.passwordHash)) {
    await needs.store.refusePassword(account.id, request.action, request.visit);
    throw new Refusal('password-wrong');
  }
  await admitCode(needs, key, standing.code, account);
  const cookie: FlowCookie = { id: newId(needs.random), secret: newToken(needs.random) };
  const channels = codeChannels(account, needs.separateChannel, request.now);
  const base = newConfirmation(needs, signedIn, { request, cookie, tally: key, channel: requireChannel(channels) });
  const { flow, sent } = await open(needs, account, base, standing.sent);
  const delivery = flow.counter > 0 ? 'pending' : 'none';
  return { flow, cookie, account, channels, delivery, resendAt: resendAt(flow, sent) };
}

/** Buys a password try as a sign-in does; to its own session, an account's waits may be told. */
async function buyTry(
  { store, keys }: ConfirmationNeeds,
  { id: subject, reopenedAt = 0 }: Account,
  { knownToken, now }: ConfirmationRequest,
): Promise<{ readonly key: TallyKey; readonly standing: Standing }> {
  const token = knownToken(knownName(keys, subject));
  if (token !== undefined) {
    const key: TallyKey = { subject, browser: knownHash(subject, token) };
    const bought = await store.buyPasswordTry(key, now);
    if (bought.outcome === 'bought') return { key, standing: bought.standing };
    if (bought.outcome === 'delayed') throw tooMany(bought.until, now);
  }
  const key: TallyKey = { subject };
  let bought: Bought = await store.buyPasswordTry(key, now);
  if (bought.outcome === 'closed' && reopenedAt > bought.at) bought = await store.reopen(key, bought.at, now);
  if (bought.outcome === 'delayed') throw tooMany(bought.until, now);
  if (bought.outcome !== 'bought') throw new Refusal('factor-closed');
  return { key, standing: bought.standing };
}

/** Begins without a code where one was sent a moment ago: the page asks for it when the gap is over. */
async function open(
  needs: ConfirmationNeeds,
  account: Account,
  base: ConfirmationFlow,
  sent: readonly number[],
): Promise<{ readonly flow: ConfirmationFlow; readonly sent: readonly number[] }> {
  const now = base.visit.at;
  const code = owe(needs, sent, now);
  const flow = code ? withNewCode(base, code.message, now) : base;
  const opened = await needs.store.open({ account, flow, ...(code && { code }) });
  if (opened === 'opened') return { flow, sent: code?.sentAfter ?? sent };
  if (opened === 'changed' || (await needs.store.open({ account, flow: base })) !== 'opened') {
    throw new Refusal('flow-ended');
  }
  return { flow: base, sent: [Math.floor(now / 1000)] };
}
