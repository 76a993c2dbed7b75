import type { Account } from './account.ts';
import type { Approval } from './approval.ts';
import { matched, waiting } from './approval-card.ts';
import { apart, isPending, onShow, pausedUntil, SHARED, type Slot } from './approval-slots.ts';
import type { ApprovalKey, Asking, Survey } from './approval-store.ts';
import { mayEnterClosed } from './closing.ts';
import type { PhoneSignInFlow } from './flow.ts';
import { knownHash, knownName } from './known-browser.ts';
import { addressName } from './not-me.ts';
import { mayBeScanned, ownPhoneSignIn, type PhoneSignInNeeds, type PhoneSignInStep } from './phone-sign-in.ts';
import { drawPicture } from './picture-draw.ts';
import type { Picture } from './pictures.ts';
import { Refusal } from './refusal.ts';
import { type Caller, meet, refuseDuringWait, type StrangerRequest } from './stranger.ts';
import { newId, newToken } from './tokens.ts';

export type NameRequest = StrangerRequest & PhoneSignInStep;

const ATTEMPTS = 4;

/**
 * Asks the phones of whoever is called that, and shows a picture. Whatever stands in the way (an unknown name, no phone,
 * one pending, a pause, a locked account, the deployment's choice) gives a decoy: the same answer, the same rows, the same
 * work, a wait and a time-out (design rule 3). A known browser has a slot of its own, which no stranger can take.
 */
export async function askByName(needs: PhoneSignInNeeds, request: NameRequest): Promise<PhoneSignInFlow> {
  const { now } = request;
  const [flow, caller] = await Promise.all([ownPhoneSignIn(needs, request), meet(needs, request)]);
  if (!mayBeScanned(flow, now)) throw new Refusal('flow-ended');
  const token = request.knownToken(knownName(needs.keys, caller.subject));
  // Nothing more is begun for a stranger who was told to wait.
  if (token === undefined) refuseDuringWait(caller);
  const browser = token === undefined ? undefined : knownHash(caller.subject, token);
  const [survey] = await Promise.all([
    needs.store.survey(caller.subject, browser, now),
    needs.store.countBeginning(caller.keys),
  ]);
  if (!survey.isKnown) refuseDuringWait(caller);
  return ask(needs, { caller, browser, flow, survey }, 1);
}

interface Situation {
  readonly caller: Caller<NameRequest>;
  /** Hash of the token that the browser came with. */
  readonly browser: string | undefined;
  readonly flow: PhoneSignInFlow;
  readonly survey: Survey;
}

/** Another request may be quicker, in this flow or for the slot: then what there is by now is looked at again. */
async function ask(needs: PhoneSignInNeeds, situation: Situation, attempt: number): Promise<PhoneSignInFlow> {
  const { caller, browser } = situation;
  const { now } = caller.request;
  const asking = plan(needs, situation);
  const outcome = await needs.store.ask(asking);
  if (outcome === 'asked') return asking.after;
  if (attempt === ATTEMPTS) throw new Refusal('temporarily-unavailable', { retryAfterSeconds: 1 });
  const [flow, survey] = await Promise.all([
    ownPhoneSignIn(needs, caller.request),
    needs.store.survey(caller.subject, browser, now),
  ]);
  if (!mayBeScanned(flow, now)) throw new Refusal('flow-ended');
  return ask(needs, { caller, browser, flow, survey }, attempt + 1);
}

/** The question, its slot and what gives way to it. */
function plan(needs: PhoneSignInNeeds, situation: Situation): Asking {
  const { caller, flow, survey } = situation;
  const { now } = caller.request;
  const own = pendingOf(flow, now);
  const place = placeFor(situation, own);
  const { picture, isHeld } = pictureFor(needs, situation, place.isFree);
  const id = newToken(needs.random);
  const approval: Approval = {
    ...waiting({
      account: isHeld ? caller.subject : apart(caller.subject),
      id,
      flow: flow.id,
      purpose: 'sign-in',
      way: 'name',
      epoch: survey.account?.epoch ?? '',
      visit: { ...caller.request.visit, at: now },
      familiar: survey.isKnown,
    }),
    ...matched(needs.match, picture, needs.random),
    isDecoy: !(isHeld && isAskable(needs, survey)),
    ...(isHeld && { slot: place.slot.holder }),
  };
  const slot = isHeld ? { ...place.slot, account: caller.subject } : { holder: id, account: approval.account };
  const withdraws = [...(own ? [own] : []), ...(isHeld ? place.withdraws : [])];
  const after = { ...flow, asked: askedOf(situation, approval, picture) };
  return { before: flow, after, approval, slot, withdraws, message: newId(needs.random), now };
}

/** The flow's own question by name that still waits. */
function pendingOf({ asked }: PhoneSignInFlow, now: number): ApprovalKey | undefined {
  if (asked?.way !== 'name' || asked.decided || asked.endsAt <= now) return undefined;
  return { account: asked.account, id: asked.approval, endsAt: asked.endsAt };
}

interface Place {
  readonly slot: Slot;
  readonly isFree: boolean;
  readonly withdraws: readonly ApprovalKey[];
}

/** A known browser's new start takes the place of its own pending one; unknown ones wait for theirs. */
function placeFor({ caller, browser, survey }: Situation, own: ApprovalKey | undefined): Place {
  const { now } = caller.request;
  const holder = survey.isKnown && browser !== undefined ? browser : SHARED;
  const slot = survey.slots.find((each) => each.holder === holder) ?? { holder };
  const ended = survey.approvals.map((each) => (each.id === own?.id ? { ...each, state: 'withdrawn' as const } : each));
  const pending = ended.find(({ id }) => id === slot.approval);
  const isTaken = pending !== undefined && isPending(pending, now);
  if (holder !== SHARED) return { slot, isFree: true, withdraws: isTaken && pending ? [pending] : [] };
  return { slot, isFree: !isTaken && pausedUntil(ended, slot, now) <= now, withdraws: [] };
}

/**
 * A question of an unknown browser avoids all numbers on show, and holds no slot if none is left; any other avoids those
 * of questions that hold one.
 */
function pictureFor(
  { random }: PhoneSignInNeeds,
  { caller, survey }: Situation,
  isFree: boolean,
): { readonly picture: Picture; readonly isHeld: boolean } {
  const asked = onShow(survey.approvals, caller.request.now);
  const unlike = isFree && !survey.isKnown ? drawPicture(random, [...asked, ...survey.numbersApart]) : undefined;
  if (unlike) return { picture: unlike, isHeld: true };
  const picture = drawPicture(random, asked) ?? drawPicture(random);
  if (!picture) throw new Error('There are no numbers.');
  return { picture, isHeld: isFree && survey.isKnown };
}

/** Whether a question may reach a phone at all. */
function isAskable({ usernameFirst }: PhoneSignInNeeds, { account, isKnown }: Survey): boolean {
  const isWanted = usernameFirst === 'anywhere' || (usernameFirst === 'known-browser' && isKnown);
  return isWanted && account?.status === 'active' && (account.devices ?? []).length > 0;
}

/** What the flow keeps: all that its redemption needs. */
function askedOf({ browser, survey }: Situation, approval: Approval, picture: Picture): Asking['after']['asked'] {
  return {
    account: approval.account,
    approval: approval.id,
    endsAt: approval.endsAt,
    way: 'name',
    epoch: approval.epoch,
    picture,
    ...(survey.isKnown && browser !== undefined && { browser }),
    ...(survey.account && keptOf(survey.account)),
  };
}

export const keptOf = (account: Account) => ({
  address: addressName(account.id, account.email),
  ...(account.lastSignIn && { previous: account.lastSignIn }),
  ...(mayEnterClosed(account) && { mayEnterClosed: true as const }),
});
