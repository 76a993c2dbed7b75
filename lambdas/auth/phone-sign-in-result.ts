import type { Decided } from './approval.ts';
import type { PhoneRedemption } from './approval-store.ts';
import { refuseWhileClosed } from './closing.ts';
import type { FlowCookie, PhoneSignInFlow } from './flow.ts';
import { knownHash } from './known-browser.ts';
import type { PhoneSignInNeeds, PhoneSignInStep } from './phone-sign-in.ts';
import { checkOwn, isOpen, standing } from './phone-sign-in.ts';
import { Refusal } from './refusal.ts';
import type { Session } from './session.ts';
import type { CompletedSignIn } from './sign-in-code.ts';
import { derive, hashToken, newId, sameText } from './tokens.ts';

export interface ResultRequest extends PhoneSignInStep {
  /** The caller's name for this request: a repeat of it gets the same session. */
  readonly idempotencyKey?: string;
  readonly knownBrowserSeconds: number;
}

type ResultNeeds = Pick<PhoneSignInNeeds, 'keys' | 'random'> & {
  readonly store: Pick<PhoneSignInNeeds['store'], 'gate' | 'redeem' | 'refuse' | 'sessionLives'>;
};

/**
 * Redeems what the phone accepted, within a minute of it. Everything that was so when the question was asked is a
 * condition of the one write that ends the flow and begins the session (design rule 2).
 */
export async function redeemApproval(needs: ResultNeeds, request: ResultRequest): Promise<CompletedSignIn> {
  const { cookie, now } = request;
  const { flow: read, closing } = cookie?.id === request.flow ? await needs.store.gate(cookie.id) : {};
  const flow = checkOwn(read, cookie, request.flow);
  if (flow.status === 'done') return repeat(needs, flow, request);
  if (!isOpen(flow, now)) throw new Refusal('flow-ended');
  const { asked } = flow;
  const { state } = standing(asked, now);
  if (state === 'waiting') throw new Refusal('approval-waiting');
  if (state === 'denied' || state === 'mismatched') throw new Refusal('approval-refused');
  if (state === 'expired' || !asked?.decided) throw new Refusal('flow-ended');
  refuseWhileClosed(closing, { mayEnterClosed: asked.mayEnterClosed === true }, now);
  return redeem(needs, flow, { asked, decided: asked.decided, request });
}

interface Accepted {
  readonly asked: PhoneRedemption['asked'];
  readonly decided: Decided;
  readonly request: ResultRequest;
}

async function redeem(
  needs: ResultNeeds,
  flow: PhoneSignInFlow,
  { asked, decided, request }: Accepted,
): Promise<CompletedSignIn> {
  const { now, idempotencyKey, knownBrowserSeconds } = request;
  const completed = tokensOf(needs, flow, request.cookie);
  const { account, sessionToken, knownToken } = completed;
  const outcome = await needs.store.redeem({
    flow,
    asked,
    decided,
    session: newSession(flow, { asked, decided, token: hashToken(sessionToken), now }),
    ...(idempotencyKey !== undefined && { idempotencyHash: hashToken(idempotencyKey) }),
    ...(knownToken !== undefined && {
      newBrowser: { hash: knownHash(account, knownToken), notice: newId(needs.random) },
    }),
    knownUntil: now + knownBrowserSeconds * 1000,
    now,
  });
  if (outcome === 'redeemed') return completed;
  // The same request may have been quicker, sent twice.
  const { flow: since } = await needs.store.gate(flow.id);
  if (since?.status === 'done') return repeat(needs, since, request);
  await needs.store.refuse(account, flow.id, { ...flow.visit, at: now });
  throw new Refusal('flow-ended');
}

function newSession(
  { id, globalEpoch, visit }: PhoneSignInFlow,
  {
    asked,
    decided,
    token,
    now,
  }: Pick<Accepted, 'asked' | 'decided'> & { readonly token: string; readonly now: number },
): Session {
  const { account, epoch, previous } = asked;
  return {
    ...{ account, token, epoch, globalEpoch, flow: id, device: decided.device },
    ...{ createdAt: now, usedAt: now, visit },
    ...(previous && { previous }),
  };
}

/** The answer was lost: its repeat gets the same token, derived and not rotated, while that session lives (design rule 6). */
async function repeat(needs: ResultNeeds, flow: PhoneSignInFlow, request: ResultRequest): Promise<CompletedSignIn> {
  const { idempotencyHash: known, session } = flow.completion ?? {};
  const { idempotencyKey, now } = request;
  const same = known !== undefined && idempotencyKey !== undefined && sameText(known, hashToken(idempotencyKey));
  const account = flow.asked?.account;
  if (!same || session === undefined || account === undefined) throw new Refusal('flow-ended');
  if (!(await needs.store.sessionLives(account, session, now))) throw new Refusal('flow-ended');
  return tokensOf(needs, flow, request.cookie);
}

/** The tokens of the browser, from a key that the table does not hold and a secret that only this browser does. */
function tokensOf({ keys }: ResultNeeds, flow: PhoneSignInFlow, cookie: FlowCookie | undefined): CompletedSignIn {
  const { account, browser } = flow.asked ?? {};
  if (!cookie || account === undefined) throw new Refusal('flow-ended');
  const parts = [flow.id, account, cookie.secret];
  const session = derive(keys, flow.keyId, 'session', parts);
  const known = derive(keys, flow.keyId, 'known-browser', parts);
  if (!session || !known) throw new Refusal('flow-ended');
  return {
    account,
    sessionToken: session.toString('base64url'),
    ...(browser === undefined && { knownToken: known.toString('base64url') }),
  };
}
