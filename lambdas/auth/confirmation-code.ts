import { type Channel, codeChannels } from './account.ts';
import { owe, resendAt, withNewCode } from './code-sends.ts';
import { tryCode } from './code-try.ts';
import { CODE_DIGITS, CODE_TRIES, type CodeName, RESENDS_PER_FLOW } from './codes.ts';
import type { ConfirmationNeeds, WaitingConfirmation } from './confirmation.ts';
import type { ConfirmationFlow, ConfirmedAction, FlowCookie } from './flow.ts';
import { CODE_SENDS, nextSendAt } from './limits.ts';
import { Refusal } from './refusal.ts';
import { act, type SessionCookie } from './session.ts';
import { tooSoon } from './sign-in-code.ts';
import { hashToken, sameText } from './tokens.ts';

/** How long a confirmed action may be begun. */
const CONFIRMED_SECONDS = 5 * 60;

/** What every step of a confirmation comes with. */
export interface ConfirmationStep {
  readonly session: SessionCookie | undefined;
  readonly cookie: FlowCookie | undefined;
  /** Public id of the flow that the page shows. */
  readonly flow: string;
  /** The caller's name for this request: a repeat of it gets the same answer. */
  readonly idempotencyKey?: string;
  readonly now: number;
}

/** The name of the flow's newest code: of the confirmation, or of the address that is to be proved. */
export function confirmationCodeName(flow: ConfirmationFlow): CodeName {
  const { id: row, account, epoch, keyId, counter } = flow;
  const purpose = flow.confirmed ? 'new-address-code' : 'confirmation-code';
  return { purpose, row, account, epoch, keyId, counter, digits: CODE_DIGITS };
}

/** Confirms the action, for five minutes, by the newest code. */
export async function confirm(
  needs: ConfirmationNeeds,
  answer: ConfirmationStep & { readonly code: string },
): Promise<ConfirmationFlow> {
  const { now, idempotencyKey } = answer;
  const flow = await ownConfirmation(needs, answer);
  await act(needs.sessions, answer.session, now);
  // What was asked of phones has had no password: no code confirms it.
  if (!isOpen(flow, now) || flow.asked) throw new Refusal('flow-ended');
  if (flow.confirmed) return repeat(flow, flow.confirmed.idempotencyHash, idempotencyKey);
  if (flow.counter === 0 || flow.codeEndsAt <= now) throw new Refusal('code-expired');
  await tryCode(needs, flow, confirmationCodeName(flow), answer);
  const confirmed = confirmedFrom(flow, answer);
  if ((await needs.store.confirm(flow, confirmed, now)) === 'confirmed') {
    return { ...flow, confirmed, codeEndsAt: 0, triesLeft: CODE_TRIES };
  }
  await needs.store.refuseCode(flow, 'changed', now);
  throw new Refusal('flow-ended');
}

/** The action may be begun from now on, for five minutes and no longer than the flow lives. */
export function confirmedFrom(
  { expiresAt, counter }: ConfirmationFlow,
  { idempotencyKey, now }: Pick<ConfirmationStep, 'idempotencyKey' | 'now'>,
): NonNullable<ConfirmationFlow['confirmed']> {
  return {
    until: Math.min(now + CONFIRMED_SECONDS * 1000, expiresAt),
    counter,
    ...(idempotencyKey !== undefined && { idempotencyHash: hashToken(idempotencyKey) }),
  };
}

/** Sends a new code of the confirmation over that channel. Refills no tries. */
export async function resendConfirmation(
  needs: ConfirmationNeeds,
  ask: ConfirmationStep & { readonly channel: Channel },
): Promise<WaitingConfirmation> {
  const { now, channel } = ask;
  const flow = await ownConfirmation(needs, ask);
  const { account } = await act(needs.sessions, ask.session, now);
  if (!isOpen(flow, now) || flow.confirmed || flow.asked) throw new Refusal('flow-ended');
  const channels = codeChannels(account, needs.separateChannel, now);
  if (!channels.includes(channel)) throw new Refusal('channel-unavailable');
  if (flow.counter > RESENDS_PER_FLOW) throw new Refusal('no-sends-left');
  const sent = await needs.store.sent(flow.tally);
  const code = owe(needs, sent, now);
  if (!code) throw tooSoon(nextSendAt(CODE_SENDS, sent) * 1000, now);
  const after = withNewCode({ ...flow, channel }, code.message, now);
  const outcome = await needs.store.send({ before: flow, after, code, now });
  if (outcome === 'sent-meanwhile') throw tooSoon(now + CODE_SENDS.gapSeconds * 1000, now);
  if (outcome === 'changed') throw new Refusal('flow-ended');
  return { flow: after, account, channels, delivery: 'pending', resendAt: resendAt(after, code.sentAfter) };
}

/** The flow that the cookies of this browser and the page name: another session's is as good as none. */
export async function ownConfirmation(
  { store }: { readonly store: Pick<ConfirmationNeeds['store'], 'flow'> },
  { cookie, session, flow: shown }: Pick<ConfirmationStep, 'cookie' | 'session' | 'flow'>,
): Promise<ConfirmationFlow> {
  if (!session) throw new Refusal('signed-out', { reason: 'none' });
  if (!cookie) throw new Refusal('flow-ended');
  if (cookie.id !== shown) throw new Refusal('flow-mismatch');
  const flow = await store.flow(cookie.id);
  const own = flow && sameText(flow.secretHash, hashToken(cookie.secret));
  if (!own || flow.account !== session.account || !sameText(flow.session, hashToken(session.token))) {
    throw new Refusal('flow-ended');
  }
  return flow;
}

export const isOpen = (flow: ConfirmationFlow, now: number): boolean =>
  flow.status === 'open' && flow.expiresAt > now && flow.triesLeft > 0;

/** Refuses what this flow has not confirmed, or too long ago. */
export function requireConfirmed(flow: ConfirmationFlow, action: ConfirmedAction, now: number): void {
  if (!isOpen(flow, now)) throw new Refusal('flow-ended');
  if (flow.action !== action || (flow.confirmed?.until ?? 0) <= now) throw new Refusal('confirmation-needed');
}

/** A repeat of the request whose answer was lost, by the same caller under the same key. */
export function repeat<F>(flow: F, known: string | undefined, key: string | undefined): F {
  const same = known !== undefined && key !== undefined && sameText(known, hashToken(key));
  if (!same) throw new Refusal('flow-ended');
  return flow;
}
