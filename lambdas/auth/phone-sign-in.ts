import type { Visit } from './account.ts';
import { type Match, REDEEM_SECONDS } from './approval.ts';
import type { PhoneSignInStore } from './approval-store.ts';
import { type Asked, FLOW_LIFETIME_SECONDS, type FlowCookie, type PhoneSignInFlow } from './flow.ts';
import { SERIES_SECONDS, type Series } from './qr-series.ts';
import { Refusal } from './refusal.ts';
import { hashToken, type KeyRing, newId, newToken, type Random, sameText } from './tokens.ts';

export interface PhoneSignInNeeds {
  readonly store: PhoneSignInStore;
  readonly keys: KeyRing;
  readonly random: Random;
  /** How browser and phone are told to belong together, by name. */
  readonly match: Exclude<Match, 'none'>;
  /** Whose user name alone brings a question to phones. */
  readonly usernameFirst: 'anywhere' | 'known-browser' | 'off';
}

/** What every step of the browser comes with. */
export interface PhoneSignInStep {
  readonly cookie: FlowCookie | undefined;
  /** Public id of the flow that the page shows. */
  readonly flow: string;
  readonly now: number;
}

/** Accounts of which a browser's tokens are kept in a flow: a row has its size. */
const MOST_BROWSERS = 8;
const MOST_SERIES = 999;

/** Begins a sign-in that waits for any phone to scan. Bound to nothing that a stranger could stop. */
export async function startPhoneSignIn(
  needs: PhoneSignInNeeds,
  request: { readonly visit: Visit; readonly tokens: ReadonlyMap<string, string>; readonly now: number },
): Promise<{ readonly flow: PhoneSignInFlow; readonly cookie: FlowCookie }> {
  const { now, visit, tokens } = request;
  const cookie: FlowCookie = { id: newId(needs.random), secret: newToken(needs.random) };
  const browsers = [...tokens].slice(0, MOST_BROWSERS).map(([name, token]) => [name, hashToken(token)]);
  const flow: PhoneSignInFlow = {
    id: cookie.id,
    kind: 'phone-sign-in',
    status: 'open',
    secretHash: hashToken(cookie.secret),
    globalEpoch: await needs.store.globalEpoch(),
    expiresAt: now + FLOW_LIFETIME_SECONDS * 1000,
    keyId: needs.keys.current,
    visit,
    series: { number: 1, at: now },
    ...(browsers.length > 0 && { browsers: Object.fromEntries(browsers) }),
  };
  await needs.store.open(flow);
  return { flow, cookie };
}

/** Begins another minute of frames, by a press. */
export async function nextSeries(needs: PhoneSignInNeeds, step: PhoneSignInStep): Promise<PhoneSignInFlow> {
  const flow = await ownPhoneSignIn(needs, step);
  if (!mayBeScanned(flow, step.now) || flow.series.number >= MOST_SERIES) throw new Refusal('flow-ended');
  const series: Series = { number: flow.series.number + 1, at: step.now };
  if ((await needs.store.beginSeries(flow, series, step.now)) === 'changed') throw new Refusal('flow-ended');
  return { ...flow, series };
}

/** Where this browser's sign-in stands; undefined when it has none that is open. */
export async function waitingPhoneSignIn(
  { store }: Pick<PhoneSignInNeeds, 'store'>,
  cookie: FlowCookie | undefined,
  now: number,
): Promise<PhoneSignInFlow | undefined> {
  const flow = cookie && (await store.flow(cookie.id));
  return flow && sameText(flow.secretHash, hashToken(cookie.secret)) && isOpen(flow, now) ? flow : undefined;
}

/** The open flow that both the cookie and the page name. */
export async function ownPhoneSignIn(
  { store }: { readonly store: Pick<PhoneSignInStore, 'flow'> },
  step: PhoneSignInStep,
): Promise<PhoneSignInFlow> {
  const { cookie, flow: shown } = step;
  const flow = checkOwn(cookie?.id === shown ? await store.flow(cookie.id) : undefined, cookie, shown);
  if (!isOpen(flow, step.now)) throw new Refusal('flow-ended');
  return flow;
}

/** The flow that this browser's cookie and its page name. Refuses with `flow-ended` and `flow-mismatch`. */
export function checkOwn(
  flow: PhoneSignInFlow | undefined,
  cookie: FlowCookie | undefined,
  shown: string,
): PhoneSignInFlow {
  if (!cookie) throw new Refusal('flow-ended');
  if (cookie.id !== shown) throw new Refusal('flow-mismatch');
  if (!flow || !sameText(flow.secretHash, hashToken(cookie.secret))) throw new Refusal('flow-ended');
  return flow;
}

export const isOpen = ({ status, expiresAt }: PhoneSignInFlow, now: number): boolean =>
  status === 'open' && expiresAt > now;

/** Whether a phone may still bind the flow: one has not, and none has accepted. */
export const mayBeScanned = (flow: PhoneSignInFlow, now: number): boolean =>
  isOpen(flow, now) && (flow.asked?.way ?? 'name') === 'name' && flow.asked?.decided?.decision !== 'accepted';

/** Where a question stands, for its browser. `endsAt`: until when the phone may answer, or the browser may use its answer. */
export function standing(
  asked: Asked | undefined,
  now: number,
): { readonly state: 'waiting' | 'accepted' | 'denied' | 'mismatched' | 'expired'; readonly endsAt?: number } {
  if (!asked) return { state: 'waiting' };
  const { decided, endsAt } = asked;
  if (!decided) return endsAt > now ? { state: 'waiting', endsAt } : { state: 'expired' };
  if (decided.decision !== 'accepted') return { state: decided.decision };
  const redeemUntil = decided.at + REDEEM_SECONDS * 1000;
  return redeemUntil > now ? { state: 'accepted', endsAt: redeemUntil } : { state: 'expired' };
}

/** When the browser stops drawing frames by itself. */
export const seriesEndsAt = ({ at }: Series): number => at + SERIES_SECONDS * 1000;
