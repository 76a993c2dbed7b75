import type { Account, Visit } from './account.ts';
import { ownConfirmation, repeat, requireConfirmed } from './confirmation-code.ts';
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

export interface EnrolmentRequest extends EnrolmentStep {
  /** Public id of the confirmation, where there is one. */
  readonly flow?: string | undefined;
  readonly idempotencyKey?: string;
  readonly visit: Visit;
}

export interface BegunEnrolment {
  readonly flow: EnrolmentFlow;
  readonly cookie: FlowCookie;
}

/**
 * Begins the activation of a phone, which needs a confirmation of that action, used up by it. A first phone needs none
 * within five minutes of a sign-in with password and code.
 */
export async function startEnrolment(needs: EnrolmentNeeds, request: EnrolmentRequest): Promise<BegunEnrolment> {
  const { now, visit, idempotencyKey } = request;
  const { account, session } = await act(needs.sessions, request.session, now);
  const confirmation = needsConfirmation(account, session, now) ? await confirmationOf(needs, request) : undefined;
  if (confirmation?.status === 'done') return repeated(needs, confirmation, request);
  if ((account.devices?.length ?? 0) >= MOST_DEVICES) throw new Refusal('phones-full');
  if (confirmation) requireConfirmed(confirmation, 'activate-phone', now);
  const cookie = cookieOf(needs, confirmation, request);
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
  const idempotencyHash = idempotencyKey !== undefined && { idempotencyHash: hashToken(idempotencyKey) };
  const opened = await needs.store.open({ flow, ...(confirmation && { confirmation }), ...idempotencyHash });
  if (opened === 'full') throw new Refusal('phones-full');
  if (opened === 'changed') throw new Refusal('flow-ended');
  return { flow, cookie };
}

async function confirmationOf({ store }: EnrolmentNeeds, request: EnrolmentRequest): Promise<ConfirmationFlow> {
  const { flow, cookie, session } = request;
  if (flow === undefined) throw new Refusal('confirmation-needed');
  return ownConfirmation({ store }, { cookie, session, flow });
}

/** Behind a confirmation it is derived from this browser's secret, so that the same request again gets the same one. */
function cookieOf(
  { keys, random }: EnrolmentNeeds,
  confirmation: ConfirmationFlow | undefined,
  { cookie, idempotencyKey }: EnrolmentRequest,
): FlowCookie {
  if (!confirmation || !cookie || idempotencyKey === undefined) return { id: newId(random), secret: newToken(random) };
  const derived = (what: string) => {
    const parts = [confirmation.id, cookie.secret, idempotencyKey, what];
    const bytes = derive(keys, confirmation.keyId, 'enrolment-flow', parts);
    if (!bytes) throw new Refusal('flow-ended');
    return (count: number) => bytes.subarray(0, count);
  };
  return { id: newId(derived('id')), secret: newToken(derived('secret')) };
}

/** The answer that used up the confirmation was lost: its repeat under the same key gets it again. */
async function repeated(
  needs: EnrolmentNeeds,
  confirmation: ConfirmationFlow,
  request: EnrolmentRequest,
): Promise<BegunEnrolment> {
  repeat(confirmation, confirmation.completion?.idempotencyHash, request.idempotencyKey);
  const cookie = cookieOf(needs, confirmation, request);
  const flow = await needs.store.enrolment(cookie.id);
  if (!flow || !isOwn(flow, cookie, request.session)) throw new Refusal('flow-ended');
  return { flow, cookie };
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
