import type { Account, Visit } from './account.ts';
import { ownConfirmation, requireConfirmed } from './confirmation-code.ts';
import { MOST_DEVICES } from './device.ts';
import type { EnrolmentStore } from './enrolment-store.ts';
import { type ConfirmationFlow, type EnrolmentFlow, FLOW_LIFETIME_SECONDS, type FlowCookie } from './flow.ts';
import { Refusal } from './refusal.ts';
import { act, type Session, type SessionCookie, type SessionNeeds, whoIs } from './session.ts';
import { derive, hashToken, type KeyRing, newId, newToken, type Random, sameText } from './tokens.ts';

/** How long the link may be used, and then how long the number may be typed. */
export const ENROLMENT_SECONDS = 5 * 60;
/** How long a sign-in with password and code counts as the confirmation of a first phone. */
const FRESH_SECONDS = 5 * 60;

export interface EnrolmentNeeds {
  readonly store: EnrolmentStore;
  readonly sessions: SessionNeeds;
  readonly keys: KeyRing;
  readonly random: Random;
  /** Tells a phone that something has changed; it asks what. Never throws. */
  hintPhone(device: string): Promise<void>;
}

/** What every step of the browser comes with. */
export interface EnrolmentStep {
  readonly session: SessionCookie | undefined;
  readonly cookie: FlowCookie | undefined;
  readonly now: number;
}

/**
 * Begins the activation of a phone, which needs a confirmation of that action, used up by it. A first phone needs none
 * within five minutes of a sign-in with password and code.
 */
export async function startEnrolment(
  needs: EnrolmentNeeds,
  request: EnrolmentStep & { readonly flow?: string | undefined; readonly visit: Visit },
): Promise<{ readonly flow: EnrolmentFlow; readonly cookie: FlowCookie }> {
  const { now, visit } = request;
  const { account, session } = await act(needs.sessions, request.session, now);
  if ((account.devices?.length ?? 0) >= MOST_DEVICES) throw new Refusal('phones-full');
  const confirmation = await confirmed(needs, account, session, request);
  const cookie: FlowCookie = { id: newId(needs.random), secret: newToken(needs.random) };
  const flow: EnrolmentFlow = {
    id: cookie.id,
    kind: 'enrolment',
    status: 'open',
    secretHash: hashToken(cookie.secret),
    session: session.token,
    account: account.id,
    epoch: account.epoch,
    expiresAt: now + FLOW_LIFETIME_SECONDS * 1000,
    keyId: needs.keys.current,
    visit,
    state: 'waiting',
    endsAt: now + ENROLMENT_SECONDS * 1000,
    ...(!confirmation && { first: true as const }),
  };
  const opened = await needs.store.open({ flow, ...(confirmation && { confirmation }) });
  if (opened === 'full') throw new Refusal('phones-full');
  if (opened === 'changed') throw new Refusal('flow-ended');
  return { flow, cookie };
}

/** The confirmation to be used up; undefined where none is needed. */
async function confirmed(
  { store }: EnrolmentNeeds,
  account: Account,
  session: Session,
  { flow: shown, cookie, session: own, now }: EnrolmentStep & { readonly flow?: string | undefined },
): Promise<ConfirmationFlow | undefined> {
  if (!needsConfirmation(account, session, now)) return undefined;
  if (shown === undefined) throw new Refusal('confirmation-needed');
  const flow = await ownConfirmation({ store }, { cookie, session: own, flow: shown });
  requireConfirmed(flow, 'activate-phone', now);
  return flow;
}

/** Whether activating a phone needs a confirmation of its own: not for a first one, just after a sign-in with password and code. */
export function needsConfirmation({ devices = [] }: Account, session: Session, now: number): boolean {
  const isFresh = session.device === undefined && session.createdAt > now - FRESH_SECONDS * 1000;
  return devices.length > 0 || !isFresh;
}

/** What comes after the `#` of the link: `a.FLOW.SECRET`. It is derived, so that it can be shown again and is in no table. */
export function enrolmentToken(keys: KeyRing, { id, account, epoch, keyId }: EnrolmentFlow): string {
  const secret = derive(keys, keyId, 'enrolment', [id, account, epoch]);
  if (!secret) throw new Refusal('flow-ended');
  return `a.${id}.${secret.toString('base64url')}`;
}

/** Where this browser's activation stands; undefined where it has none. Reading is not an activity. */
export async function currentEnrolment(
  needs: EnrolmentNeeds,
  { session, cookie, now }: EnrolmentStep,
): Promise<EnrolmentFlow | undefined> {
  await whoIs(needs.sessions, session, now);
  const flow = cookie && (await needs.store.enrolment(cookie.id));
  return flow && isOwn(flow, cookie, session) && flow.expiresAt > now ? flow : undefined;
}

/** Whether the flow is of this browser and this session. */
export function isOwn(flow: EnrolmentFlow, cookie: FlowCookie, session: SessionCookie | undefined): boolean {
  const isOfSession = session?.account === flow.account && sameText(flow.session, hashToken(session.token));
  return isOfSession && sameText(flow.secretHash, hashToken(cookie.secret));
}

/** Whether something may still happen in it. */
export const isUnderWay = ({ status, endsAt, expiresAt }: EnrolmentFlow, now: number): boolean =>
  status === 'open' && endsAt > now && expiresAt > now;
