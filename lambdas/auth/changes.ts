import type { Account } from './account.ts';
import type { ConfirmationNeeds } from './confirmation.ts';
import { type ConfirmationStep, ownConfirmation, repeat, requireConfirmed } from './confirmation-code.ts';
import type { Change } from './confirmation-store.ts';
import type { ConfirmationFlow, ConfirmedAction } from './flow.ts';
import { type PasswordRules, refuseBroken, refuseUnfit } from './new-password.ts';
import { notMeOf } from './not-me.ts';
import { hashPassword } from './passwords.ts';
import { Refusal } from './refusal.ts';
import { act, type Session, type SignedIn } from './session.ts';
import { derive, hashToken, newId } from './tokens.ts';

/** The browser that made the change goes on with a new token; every other session has ended. */
export interface Changed {
  readonly account: string;
  readonly sessionToken: string;
}

/** Sets a new password, in one transaction with the confirmation that it uses up. */
export async function changePassword(
  needs: ConfirmationNeeds,
  request: ConfirmationStep & PasswordRules & { readonly password: string },
): Promise<Changed> {
  const flow = await ownConfirmation(needs, request);
  if (flow.status === 'done') return repeatChange(needs, flow, 'change-password', request);
  const signedIn = await act(needs.sessions, request.session, request.now);
  requireConfirmed(flow, 'change-password', request.now);
  refuseBroken(request, request.password);
  refuseUnfit(request, request.password, signedIn.account);
  const change = { passwordHash: hashPassword(request.password, needs.random) };
  return makeChange(needs, flow, signedIn, change, request);
}

/** Takes the phone number from the account; codes go by e-mail from now on. */
export async function removePhone(needs: ConfirmationNeeds, request: ConfirmationStep): Promise<Changed> {
  const flow = await ownConfirmation(needs, request);
  if (flow.status === 'done') return repeatChange(needs, flow, 'change-phone', request);
  const signedIn = await act(needs.sessions, request.session, request.now);
  requireConfirmed(flow, 'change-phone', request.now);
  if (!signedIn.account.phone) throw new Refusal('address-unchanged');
  return makeChange(needs, flow, signedIn, { phone: undefined }, request);
}

/** Makes a change whose conditions are met, and are again conditions of the write. */
export async function makeChange(
  needs: ConfirmationNeeds,
  flow: ConfirmationFlow,
  { account, session }: SignedIn,
  change: Change,
  request: ConfirmationStep,
): Promise<Changed> {
  const { now, idempotencyKey } = request;
  const sessionToken = tokenOf(needs, flow, request);
  const newEpoch = newId(needs.random);
  const visit = { ...flow.visit, at: now };
  const outcome = await needs.store.change({
    flow,
    account,
    change,
    newEpoch,
    session: continued(session, { token: hashToken(sessionToken), epoch: newEpoch, flow: flow.id, now }),
    ...(idempotencyKey !== undefined && { idempotencyHash: hashToken(idempotencyKey) }),
    notice: newId(needs.random),
    notMe: notMeOf(account, now, beforeOf(account, change)),
    visit,
  });
  if (outcome === 'done') return { account: account.id, sessionToken };
  if (outcome === 'address-taken') throw new Refusal('address-taken');
  await needs.store.refuseCode(flow, 'changed', now);
  throw new Refusal('flow-ended');
}

/** What "it was not me" puts back. */
function beforeOf(account: Account, change: Change) {
  const { email, emailSince, phone, phoneSince, channel } = account;
  if ('email' in change) return { email: { address: email, ...(emailSince !== undefined && { since: emailSince }) } };
  if (!('phone' in change)) return undefined;
  return {
    phone: { channel, ...(phone && { number: phone }), ...(phoneSince !== undefined && { since: phoneSince }) },
  };
}

/** The same session under a new token and epoch: what was left of its time is left, and no more. */
function continued(
  session: Session,
  { token, epoch, flow, now }: { token: string; epoch: string; flow: string; now: number },
): Session {
  return { ...session, token, epoch, flow, usedAt: now };
}

/**
 * The answer to the request that made the change was lost: its repeat, by the same session and browser under the same
 * key, gets the same token, derived and not rotated, while that session lives (design rule 6).
 */
export async function repeatChange(
  needs: ConfirmationNeeds,
  flow: ConfirmationFlow,
  action: ConfirmedAction,
  request: ConfirmationStep,
): Promise<Changed> {
  const { completion } = flow;
  repeat(flow, completion?.idempotencyHash, request.idempotencyKey);
  const lives = completion && (await needs.store.sessionLives(flow.account, completion.session, request.now));
  if (!lives || flow.action !== action) throw new Refusal('flow-ended');
  return { account: flow.account, sessionToken: tokenOf(needs, flow, request) };
}

/** The browser's new token, from a key that the table does not hold and a secret that only this browser does. */
function tokenOf({ keys }: ConfirmationNeeds, flow: ConfirmationFlow, { cookie }: ConfirmationStep): string {
  const token = cookie && derive(keys, flow.keyId, 'session', [flow.id, flow.account, cookie.secret]);
  if (!token) throw new Refusal('flow-ended');
  return token.toString('base64url');
}
