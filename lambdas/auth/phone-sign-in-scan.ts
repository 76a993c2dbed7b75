import type { Account } from './account.ts';
import type { Approval } from './approval.ts';
import { type CardPortal, cardOf, type ShownCard, waiting } from './approval-card.ts';
import { isPending } from './approval-slots.ts';
import type { ApprovalKey, Asking, ScanStore } from './approval-store.ts';
import type { FlowCookie, PhoneSignInFlow } from './flow.ts';
import { knownHash, knownHashOf, knownName } from './known-browser.ts';
import { isOpen, mayBeScanned } from './phone-sign-in.ts';
import { keptOf } from './phone-sign-in-name.ts';
import { isDrawnBy, isOfNow, readFrame } from './qr-series.ts';
import { Refusal, type RefusalCode } from './refusal.ts';
import { hashToken, type KeyRing, newToken, type Random, sameText } from './tokens.ts';

export interface ScanNeeds extends CardPortal {
  readonly store: ScanStore;
  readonly keys: KeyRing;
  readonly random: Random;
}

/** A phone that has proved itself, and whose it is. */
export interface ProvedPhone {
  readonly device: { readonly id: string };
  readonly account: Account;
}

export interface Bound {
  readonly card: ShownCard;
  /** Whose page has something new to show. */
  readonly flow: string;
}

const ATTEMPTS = 3;

/**
 * A frame of a sign-in QR code binds the waiting browser to this phone's account: the scan itself is the match. What the
 * flow had by name gives way. A repeat by the same phone is recognised, however old its frame (design rule 6).
 */
export async function scan(
  needs: ScanNeeds,
  phone: ProvedPhone,
  { frame: text, now }: { readonly frame: string; readonly now: number },
): Promise<Bound> {
  const frame = readFrame(text);
  if (!frame) throw new Refusal('frame-refused');
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const flow = await needs.store.flow(frame.flow);
    if (!flow || !isDrawnBy(needs.keys, flow, frame)) throw new Refusal('frame-refused');
    if (flow.asked?.device === phone.device.id) return repeat(needs, phone, flow, { refused: 'frame-refused', now });
    if (!mayBeScanned(flow, now) || !isOfNow(flow.series, frame, now)) throw new Refusal('frame-refused');
    const tokenHash = flow.browsers?.[knownName(needs.keys, phone.account.id)];
    const browser = tokenHash === undefined ? undefined : knownHashOf(phone.account.id, tokenHash);
    const bound = await bind(needs, phone, { flow, way: 'scan', browser, now });
    if (bound) return bound;
  }
  throw new Refusal('temporarily-unavailable', { retryAfterSeconds: 1 });
}

export interface HereRequest {
  /** The flow's own: app and page live in one browser. */
  readonly cookie: FlowCookie | undefined;
  knownToken(accountName: string): string | undefined;
  readonly now: number;
}

/** Signing in on the phone itself: proof of the phone and cookie of the flow came in one request. */
export async function signInHere(needs: ScanNeeds, phone: ProvedPhone, request: HereRequest): Promise<Bound> {
  const { cookie, now } = request;
  if (!cookie) throw new Refusal('flow-ended');
  const token = request.knownToken(knownName(needs.keys, phone.account.id));
  const browser = token === undefined ? undefined : knownHash(phone.account.id, token);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const flow = await needs.store.flow(cookie.id);
    if (!flow || !sameText(flow.secretHash, hashToken(cookie.secret))) throw new Refusal('flow-ended');
    if (flow.asked?.device === phone.device.id) return repeat(needs, phone, flow, { refused: 'flow-ended', now });
    if (!mayBeScanned(flow, now)) throw new Refusal('flow-ended');
    const bound = await bind(needs, phone, { flow, way: 'here', browser, now });
    if (bound) return bound;
  }
  throw new Refusal('temporarily-unavailable', { retryAfterSeconds: 1 });
}

interface Binding {
  readonly flow: PhoneSignInFlow;
  readonly way: 'scan' | 'here';
  readonly browser: string | undefined;
  readonly now: number;
}

/** Undefined when the flow, or what was to give way, is not what was read. */
async function bind(needs: ScanNeeds, phone: ProvedPhone, binding: Binding): Promise<Bound | undefined> {
  const { flow, browser, now } = binding;
  const isKnown = browser !== undefined && (await needs.store.isKnown(phone.account.id, browser, now));
  const approval = question(needs, phone, binding, isKnown);
  const { browsers: _, ...rest } = flow;
  const asking: Asking = {
    before: flow,
    after: { ...rest, asked: askedOf(phone, approval, isKnown ? browser : undefined) },
    approval,
    withdraws: pendingOf(flow, now),
    now,
  };
  if ((await needs.store.ask(asking)) !== 'asked') return undefined;
  return { card: cardOf(approval, phone.account, needs), flow: flow.id };
}

function question(
  { random }: ScanNeeds,
  { device, account }: ProvedPhone,
  { flow, way, now }: Binding,
  familiar: boolean,
): Approval {
  const visit = { ...flow.visit, at: now };
  const given = {
    account: account.id,
    id: newToken(random),
    flow: flow.id,
    epoch: account.epoch,
    visit,
    familiar,
    way,
  };
  return { ...waiting({ ...given, purpose: 'sign-in' }), match: 'none', device: device.id };
}

function askedOf({ device, account }: ProvedPhone, approval: Approval, browser: string | undefined) {
  const { id, endsAt, epoch, way } = approval;
  return {
    account: account.id,
    approval: id,
    endsAt,
    way: way === 'here' ? ('here' as const) : ('scan' as const),
    epoch,
    device: device.id,
    person: account.name,
    ...(browser !== undefined && { browser }),
    ...keptOf(account),
  };
}

function pendingOf({ asked }: PhoneSignInFlow, now: number): readonly ApprovalKey[] {
  const { account, approval: id, endsAt = 0, decided } = asked ?? {};
  return account !== undefined && id !== undefined && !decided && endsAt > now ? [{ account, id, endsAt }] : [];
}

/** The answer to this phone's request was lost: the question it asked then, as long as it waits. */
async function repeat(
  needs: ScanNeeds,
  { device, account }: ProvedPhone,
  flow: PhoneSignInFlow,
  { refused, now }: { readonly refused: RefusalCode; readonly now: number },
): Promise<Bound> {
  const { asked } = flow;
  const approval =
    asked && isOpen(flow, now) && asked.account === account.id
      ? await needs.store.approval({ account: asked.account, id: asked.approval, endsAt: asked.endsAt })
      : undefined;
  if (!approval || approval.device !== device.id || approval.epoch !== account.epoch || !isPending(approval, now)) {
    throw new Refusal(refused);
  }
  return { card: cardOf(approval, account, needs), flow: flow.id };
}
