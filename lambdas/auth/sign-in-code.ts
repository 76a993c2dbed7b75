import { type Channel, codeChannels, isRecoverable } from './account.ts';
import { refuseWhileClosed } from './closing.ts';
import { owe, resendAt, type WaitingSignIn, withNewCode } from './code-sends.ts';
import { tryCode } from './code-try.ts';
import { CODE_DIGITS, type CodeName, RESENDS_PER_FLOW } from './codes.ts';
import type { FlowCookie, SignInFlow } from './flow.ts';
import { knownHash } from './known-browser.ts';
import { CODE_SENDS, nextSendAt } from './limits.ts';
import { Refusal } from './refusal.ts';
import type { Session } from './session.ts';
import type { SignInNeeds } from './sign-in.ts';
import type { SignInStore } from './sign-in-store.ts';
import { derive, hashToken, newId, sameText } from './tokens.ts';

export interface CodeAnswer {
  readonly cookie: FlowCookie | undefined;
  /** Public id of the flow that the page shows. */
  readonly flow: string;
  readonly code: string;
  /** The caller's name for this request: a repeat of it gets the same session. */
  readonly idempotencyKey?: string;
  readonly knownBrowserSeconds: number;
  readonly now: number;
}

export interface CompletedSignIn {
  readonly account: string;
  readonly sessionToken: string;
  /** Present when the browser was not known before: the token it is known by from now on. */
  readonly knownToken?: string;
}

/** The name of the flow's newest code: what the page's answer and the message are both derived from. */
export function codeName(flow: SignInFlow): CodeName {
  const { id: row, account, epoch, keyId, counter } = flow;
  return { purpose: 'sign-in-code', row, account, epoch, keyId, counter, digits: CODE_DIGITS };
}

/**
 * Redeems the newest code. First buys a try from the flow and the account's tally, then compares in constant time,
 * then consumes the flow in one transaction with the session (design rule 1).
 */
export async function answerCode(needs: SignInNeeds, answer: CodeAnswer): Promise<CompletedSignIn> {
  const { cookie } = answer;
  const { flow: read, closing } = cookie?.id === answer.flow ? await needs.store.gate(cookie.id) : {};
  const flow = checkOwn(read, cookie, answer.flow);
  if (flow.status === 'done') return repeat(needs, flow, answer);
  if (!isOpen(flow, answer.now)) throw new Refusal('flow-ended');
  if (flow.counter === 0 || flow.codeEndsAt <= answer.now) throw new Refusal('code-expired');

  await tryCode(needs, flow, codeName(flow), answer);
  refuseWhileClosed(closing, { mayEnterClosed: flow.mayEnterClosed === true }, answer.now);
  return redeem(needs, flow, answer);
}

/** Sends a new code over that channel, on condition that the flow is still what the page shows. */
export async function resendCode(
  needs: SignInNeeds,
  ask: { cookie: FlowCookie | undefined; flow: string; channel: Channel; now: number },
): Promise<WaitingSignIn> {
  const flow = await ownFlow(needs, ask.cookie, ask.flow);
  if (!isOpen(flow, ask.now)) throw new Refusal('flow-ended');
  const [account, sent] = await Promise.all([needs.store.account(flow.account), needs.store.sent(flow.tally)]);
  if (!account || flow.mustReplace) throw new Refusal('flow-ended');
  const channels = codeChannels(account, needs.separateChannel, ask.now);
  if (!channels.includes(ask.channel)) throw new Refusal('channel-unavailable');
  if (flow.counter > RESENDS_PER_FLOW) throw new Refusal('no-sends-left');

  const code = owe(needs, sent, ask.now);
  if (!code) throw tooSoon(nextSendAt(CODE_SENDS, sent) * 1000, ask.now);
  const after = withNewCode({ ...flow, channel: ask.channel }, code.message, ask.now);
  const outcome = await needs.store.resend({ before: flow, after, code, now: ask.now });
  if (outcome === 'sent-meanwhile') throw tooSoon(ask.now + CODE_SENDS.gapSeconds * 1000, ask.now);
  if (outcome === 'changed') throw new Refusal('flow-ended');
  return { flow: after, account, channels, delivery: 'pending', resendAt: resendAt(after, code.sentAfter) };
}

/** Where this browser's sign-in stands; undefined when it has none that is open. */
export async function waitingSignIn(
  needs: SignInNeeds,
  cookie: FlowCookie | undefined,
  now: number,
): Promise<WaitingSignIn | undefined> {
  const flow = cookie && (await needs.store.flow(cookie.id));
  if (!flow || !sameText(flow.secretHash, hashToken(cookie.secret)) || !isOpen(flow, now)) return undefined;
  const [account, sent, delivery] = await Promise.all([
    needs.store.account(flow.account),
    needs.store.sent(flow.tally),
    flow.message === undefined ? ('none' as const) : needs.store.delivery(flow.message),
  ]);
  if (account?.epoch !== flow.epoch || !(flow.mustReplace ? isRecoverable(account) : account.status === 'active')) {
    return undefined;
  }
  const channels = codeChannels(account, needs.separateChannel, now);
  if (channels.length === 0 && !flow.mustReplace) return undefined;
  return { flow, account, channels, delivery, resendAt: resendAt(flow, sent) };
}

/** The flow that both the cookie and the page name. */
export async function ownFlow(
  { store }: { readonly store: Pick<SignInStore, 'flow'> },
  cookie: FlowCookie | undefined,
  shown: string,
): Promise<SignInFlow> {
  return checkOwn(cookie?.id === shown ? await store.flow(cookie.id) : undefined, cookie, shown);
}

function checkOwn(flow: SignInFlow | undefined, cookie: FlowCookie | undefined, shown: string): SignInFlow {
  if (!cookie) throw new Refusal('flow-ended');
  if (cookie.id !== shown) throw new Refusal('flow-mismatch');
  if (!flow || !sameText(flow.secretHash, hashToken(cookie.secret))) throw new Refusal('flow-ended');
  return flow;
}

export const isOpen = (flow: SignInFlow, now: number): boolean =>
  flow.status === 'open' && flow.expiresAt > now && flow.triesLeft > 0;

async function redeem(needs: SignInNeeds, flow: SignInFlow, answer: CodeAnswer): Promise<CompletedSignIn> {
  const { now } = answer;
  const completed = tokensOf(needs, flow, answer.cookie);
  const { sessionToken, knownToken } = completed;
  const knownUntil = now + answer.knownBrowserSeconds * 1000;
  const outcome = await needs.store.redeem({
    flow,
    session: newSession(flow, hashToken(sessionToken), now),
    knownUntil,
    now,
    ...(answer.idempotencyKey !== undefined && { idempotencyHash: hashToken(answer.idempotencyKey) }),
    ...(knownToken !== undefined && { newBrowser: knownHash(flow.account, knownToken) }),
    ...(!flow.familiar && { notice: newId(needs.random) }),
  });
  if (outcome === 'redeemed') return completed;
  await needs.store.refuseCode(flow, 'changed', now);
  throw new Refusal('flow-ended');
}

function newSession(flow: SignInFlow, token: string, now: number): Session {
  const { account, epoch, globalEpoch, id, visit, previous } = flow;
  const times = { createdAt: now, usedAt: now };
  return { account, token, epoch, globalEpoch, flow: id, ...times, visit, ...(previous && { previous }) };
}

/**
 * The answer to the request that completed the flow was lost: its repeat, by the same caller under the same key, gets
 * the same token, derived and not rotated, and only while that session lives (design rule 6). Anybody else is refused.
 */
async function repeat(needs: SignInNeeds, flow: SignInFlow, answer: CodeAnswer): Promise<CompletedSignIn> {
  const known = flow.completion?.idempotencyHash;
  const same =
    known !== undefined && answer.idempotencyKey !== undefined && sameText(known, hashToken(answer.idempotencyKey));
  if (!same || !flow.completion) throw new Refusal('flow-ended');
  if (!(await needs.store.sessionLives(flow.account, flow.completion.session, answer.now)))
    throw new Refusal('flow-ended');
  return tokensOf(needs, flow, answer.cookie);
}

/** The tokens of the browser, from a key that the table does not hold and a secret that only this browser does. */
function tokensOf({ keys }: SignInNeeds, flow: SignInFlow, cookie: FlowCookie | undefined): CompletedSignIn {
  if (!cookie) throw new Refusal('flow-ended');
  const parts = [flow.id, flow.account, cookie.secret];
  const session = derive(keys, flow.keyId, 'session', parts);
  const known = derive(keys, flow.keyId, 'known-browser', parts);
  if (!session || !known) throw new Refusal('flow-ended');
  return {
    account: flow.account,
    sessionToken: session.toString('base64url'),
    ...(flow.tally.browser === undefined && { knownToken: known.toString('base64url') }),
  };
}

export const tooSoon = (until: number, now: number) =>
  new Refusal('send-too-soon', { retryAfterSeconds: Math.max(1, Math.ceil((until - now) / 1000)) });
