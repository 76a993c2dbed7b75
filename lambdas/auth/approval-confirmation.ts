import type { Account } from './account.ts';
import type { Approval, Match } from './approval.ts';
import { matched, waiting } from './approval-card.ts';
import { onShow } from './approval-slots.ts';
import { type PhoneConfirmationStore, type Survey, tallyOfBrowser } from './approval-store.ts';
import { type ConfirmationStep, confirmedFrom, isOpen, ownConfirmation, repeat } from './confirmation-code.ts';
import { type ConfirmationRequest, newConfirmation } from './confirmation-flow.ts';
import type { Asked, ConfirmationFlow, FlowCookie } from './flow.ts';
import { knownHash, knownName } from './known-browser.ts';
import { standing } from './phone-sign-in.ts';
import { drawPicture } from './picture-draw.ts';
import { Refusal } from './refusal.ts';
import { act, type SessionCookie, type SessionNeeds, whoIs } from './session.ts';
import { hashToken, type KeyRing, newId, newToken, type Random, sameText } from './tokens.ts';

export interface PhoneConfirmationNeeds {
  readonly store: PhoneConfirmationStore;
  readonly sessions: SessionNeeds;
  readonly keys: KeyRing;
  readonly random: Random;
  readonly match: Exclude<Match, 'none'>;
}

/** A confirmation that is asked of phones. */
export type AskedConfirmation = ConfirmationFlow & { readonly asked: Asked };

/**
 * Asks the phones of who is signed in to confirm one action by name, in place of password and code; the card says which.
 * What follows is bound to this session, this browser and this action. The phone may be this browser's own.
 */
export async function askToConfirm(
  needs: PhoneConfirmationNeeds,
  request: ConfirmationRequest,
): Promise<{ readonly flow: AskedConfirmation; readonly cookie: FlowCookie }> {
  const { now } = request;
  const signedIn = await act(needs.sessions, request.session, now);
  const { account } = signedIn;
  if ((account.devices ?? []).length === 0) throw new Refusal('channel-unavailable');
  const token = request.knownToken(knownName(needs.keys, account.id));
  const browser = token && knownHash(account.id, token);
  const survey = await needs.store.survey(account.id, browser, now);
  const cookie: FlowCookie = { id: newId(needs.random), secret: newToken(needs.random) };
  const approval = question(needs, account, { request, flow: cookie.id, survey });
  const { id, endsAt, picture } = approval;
  const tally = tallyOfBrowser(account.id, browser, survey.isKnown);
  const flow: AskedConfirmation = {
    // No code is ever valid here, so its channel means nothing: the phone answers.
    ...newConfirmation(needs, signedIn, { request, cookie, tally, channel: 'email' }),
    asked: { account: account.id, approval: id, endsAt, ...(picture && { picture }) },
  };
  const begun = await needs.store.begin({ account, flow, approval, message: newId(needs.random) });
  if (begun === 'changed') throw new Refusal('flow-ended');
  return { flow, cookie };
}

interface Questioned {
  readonly request: ConfirmationRequest;
  readonly flow: string;
  readonly survey: Survey;
}

function question(
  { random, match }: PhoneConfirmationNeeds,
  { id: account, epoch }: Account,
  { request, flow, survey }: Questioned,
): Approval {
  const { action: purpose, visit, now } = request;
  const picture = drawPicture(random, onShow(survey.approvals, now)) ?? drawPicture(random);
  if (!picture) throw new Error('There are no numbers.');
  const given = { account, id: newToken(random), flow, epoch, visit: { ...visit, at: now }, familiar: true };
  return { ...waiting({ ...given, purpose, way: 'session' }), ...matched(match, picture, random) };
}

/** Where this session's confirmation stands; undefined when this browser has none that is open. Not an activity. */
export async function waitingConfirmation(
  needs: PhoneConfirmationNeeds,
  request: {
    readonly session: SessionCookie | undefined;
    readonly cookie: FlowCookie | undefined;
    readonly now: number;
  },
): Promise<AskedConfirmation | undefined> {
  const { cookie, now } = request;
  const { session } = await whoIs(needs.sessions, request.session, now);
  const flow = cookie && (await needs.store.flow(cookie.id));
  const isOwn = flow && sameText(flow.secretHash, hashToken(cookie.secret)) && flow.session === session.token;
  return isOwn && isOpen(flow, now) && isAsked(flow) ? flow : undefined;
}

/** What the phone accepted is confirmed, for five minutes. */
export async function confirmByPhone(
  needs: PhoneConfirmationNeeds,
  request: ConfirmationStep,
): Promise<ConfirmationFlow> {
  const { now, idempotencyKey } = request;
  const flow = await ownConfirmation(needs, request);
  await act(needs.sessions, request.session, now);
  if (!isOpen(flow, now) || !isAsked(flow)) throw new Refusal('flow-ended');
  if (flow.confirmed) return repeat(flow, flow.confirmed.idempotencyHash, idempotencyKey);
  const { asked } = flow;
  const { state } = standing(asked, now);
  if (state === 'waiting') throw new Refusal('approval-waiting');
  if (state === 'denied' || state === 'mismatched') throw new Refusal('approval-refused');
  if (state === 'expired' || !asked.decided) throw new Refusal('flow-ended');
  const confirmed = confirmedFrom(flow, request);
  const outcome = await needs.store.confirm(flow, { ...asked, decided: asked.decided }, confirmed, now);
  if (outcome === 'changed') throw new Refusal('flow-ended');
  return { ...flow, confirmed };
}

const isAsked = (flow: ConfirmationFlow): flow is AskedConfirmation => flow.asked !== undefined;
