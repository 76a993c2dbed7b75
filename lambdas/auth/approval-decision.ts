import type { Visit } from './account.ts';
import type { Approval, Decision, SignedDecision } from './approval.ts';
import { type CardPortal, cardHash, cardText, isAskedOf } from './approval-card.ts';
import { PAUSE_SECONDS } from './approval-slots.ts';
import type { Deciding, DecisionStore } from './approval-store.ts';
import type { DeviceStore, Unlocked } from './device-store.ts';
import { fieldsOf, says } from './phone-keys.ts';
import { type ProvedRequest, requireActive } from './phone-proof.ts';
import { Refusal } from './refusal.ts';
import { newId, type Random } from './tokens.ts';
import { type UnlockNeeds, type UnlockRequest, unlock } from './unlock.ts';

export interface DecisionNeeds extends CardPortal {
  readonly store: DecisionStore;
  readonly devices: Pick<DeviceStore, 'clearTries'>;
  readonly unlocking: UnlockNeeds;
  readonly random: Random;
}

/** `text`: JSON of `SignedDecision`, byte for byte as it was signed. */
export type DecisionRequest = UnlockRequest;

export interface Answered {
  /** What is stored, by this request or by an earlier one of this phone. */
  readonly decision: Decision;
  /** Present when this request decided it: whose page has something to learn, and what to count. */
  readonly made?: { readonly flow: string; readonly did: 'accepted' | 'denied' | 'reported' | 'mismatched' };
}

/**
 * A phone answers a question. To accept takes PIN or fingerprint, for which a try is bought before anything of the
 * question is looked at; a denial takes only the phone. Then the question: waiting, not over, this phone's, and what was
 * signed speaks of it and of its card; then the choice, of which there is one. A repeat gets the decision that was
 * stored, whatever became of the question since: an accept stands against a later deny (design rule 6).
 */
export async function decide(needs: DecisionNeeds, proved: ProvedRequest, request: DecisionRequest): Promise<Answered> {
  requireActive(proved);
  const signed = signedIn(request.text);
  if (!signed) throw new Refusal('proof-refused');
  const [approval, unlocked] = await Promise.all([
    needs.store.own(proved.account.id, signed.approval),
    signed.decision === 'accept' ? unlock(needs.unlocking, proved, request) : undefined,
  ]);
  const answer = { proved, request, signed, unlocked };
  const decided = approval && (await settle(needs, approval, answer));
  if (decided) return decided;
  await clear(needs, answer);
  // Another phone, the browser or the clock was quicker; or this very request, whose answer was lost.
  const since = await needs.store.own(proved.account.id, signed.approval);
  return stored(since, proved) ?? refuseEnded();
}

/** What the text says, as far as it has to be known before the question is. */
type Signed = Pick<SignedDecision, 'approval' | 'decision' | 'choice'>;

function signedIn(text: string): Signed | undefined {
  const { approval, decision, choice } = fieldsOf(text) ?? {};
  if (typeof approval !== 'string' || (choice !== undefined && typeof choice !== 'number')) return undefined;
  if (decision !== 'accept' && decision !== 'deny' && decision !== 'report') return undefined;
  return { approval, decision, ...(choice !== undefined && { choice }) };
}

interface Answer {
  readonly proved: ProvedRequest;
  readonly request: DecisionRequest;
  readonly signed: Signed;
  readonly unlocked: Unlocked | undefined;
}

/** Undefined when the question has ended, or ends meanwhile. */
async function settle(needs: DecisionNeeds, approval: Approval, answer: Answer): Promise<Answered | undefined> {
  const { proved, request, signed } = answer;
  const { device, account } = proved;
  if (approval.decided || !isAskedOf(approval, device, account, request.now)) return undefined;
  if (!speaksOf(needs, approval, answer)) {
    await clear(needs, answer);
    throw new Refusal('proof-refused');
  }
  const decision = decisionOf(approval, signed);
  const deciding: Deciding = {
    approval,
    decided: { decision, device: device.id, at: request.now },
    device,
    ...(answer.unlocked && { unlocked: answer.unlocked }),
    ...(signed.decision === 'report' && {
      report: { message: newId(needs.random), pausedUntil: request.now + PAUSE_SECONDS * 1000 },
    }),
    visit: visitOf(request),
  };
  if ((await needs.store.decide(deciding)) === 'changed') return undefined;
  const did = signed.decision === 'report' ? 'reported' : decision;
  return { decision, made: { flow: approval.flow, did } };
}

/** One pick: any other number, and none, is a wrong one. */
function decisionOf({ match, picture }: Approval, { decision, choice }: Signed): Decision {
  if (decision !== 'accept') return 'denied';
  if (match === 'none' || match === 'compare') return 'accepted';
  return picture !== undefined && choice === picture.number ? 'accepted' : 'mismatched';
}

/** Whether what was signed is about this question, as its card tells it, on this phone, at this portal, and nothing else. */
function speaksOf(needs: DecisionNeeds, approval: Approval, { proved, request, signed }: Answer): boolean {
  return says(request.text, {
    v: 1,
    purpose: approval.purpose,
    account: proved.account.id,
    device: proved.device.id,
    origin: needs.origin,
    card: cardHash(cardText(approval, proved.account, needs)),
    ...signed,
  });
}

/** The decision that this phone's earlier request stored. */
function stored(approval: Approval | undefined, { device }: ProvedRequest): Answered | undefined {
  const { decided } = approval ?? {};
  return decided?.device === device.id ? { decision: decided.decision } : undefined;
}

/** A right PIN is a right PIN, also when the question has ended. */
async function clear({ devices }: DecisionNeeds, { unlocked, request }: Answer): Promise<void> {
  if (unlocked) await devices.clearTries(unlocked, visitOf(request));
}

const visitOf = ({ visit, now }: DecisionRequest): Visit => ({ ...visit, at: now });

function refuseEnded(): never {
  throw new Refusal('approval-ended');
}
