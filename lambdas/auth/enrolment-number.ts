import type { Account, Visit } from './account.ts';
import type { Device } from './device.ts';
import { type EnrolmentNeeds, type EnrolmentStep, isOwn, isUnderWay } from './enrolment.ts';
import type { EnrolmentFlow } from './flow.ts';
import { notMeOf } from './not-me.ts';
import { Refusal } from './refusal.ts';
import { act } from './session.ts';
import { derive, hashToken, type KeyRing, newId, sameText } from './tokens.ts';

/** What the phone shows and its owner types in the browser: 10 to 99. Derived, and in no table. */
export function enrolmentNumber(keys: KeyRing, { id, account, flow, pin }: Device): number {
  const derived = derive(keys, pin.keyId, 'enrolment-number', [flow, account, id]);
  if (!derived) throw new Refusal('enrolment-ended');
  return 10 + Number(derived.readBigUInt64BE() % 90n);
}

export interface TypedNumber extends EnrolmentStep {
  /** Public id of the flow that the page shows. */
  readonly flow: string;
  readonly number: number;
  readonly idempotencyKey?: string;
  readonly visit: Visit;
}

/**
 * The number that the phone shows, typed in the browser that began: one try, bought before anything is compared. The
 * right one makes the phone work; a wrong one forgets it.
 */
export async function typeNumber(needs: EnrolmentNeeds, typed: TypedNumber): Promise<EnrolmentFlow> {
  const { session, cookie, now, visit } = typed;
  const { account } = await act(needs.sessions, session, now);
  if (!cookie) throw new Refusal('flow-ended');
  if (cookie.id !== typed.flow) throw new Refusal('flow-mismatch');
  const flow = await needs.store.enrolment(cookie.id);
  if (!flow?.device || !isOwn(flow, cookie, session)) throw new Refusal('flow-ended');
  const isRepeat = isSameRequest(flow, typed);
  if (flow.state === 'done' && isRepeat) return flow;
  if (flow.state === 'ended' && isRepeat) throw new Refusal('number-wrong');
  if (flow.state !== 'registered' || !isUnderWay(flow, now)) throw new Refusal('flow-ended');
  if (!isRepeat) await buyTry(needs, flow, typed);
  const device = await needs.store.device(flow.account, flow.device.id);
  if (device?.state !== 'pending') throw new Refusal('flow-ended');
  if (!sameText(String(enrolmentNumber(needs.keys, device)), String(typed.number))) {
    await needs.store.forget(flow, device, { ...visit, at: now });
    await needs.hintPhone(device.id);
    throw new Refusal('number-wrong');
  }
  return activate(needs, { flow, account, device }, { ...visit, at: now });
}

async function buyTry({ store }: EnrolmentNeeds, flow: EnrolmentFlow, typed: TypedNumber): Promise<void> {
  const requestHash = hashOf(typed);
  const tried = { ...(requestHash !== undefined && { requestHash }) };
  if ((await store.buyNumberTry(flow, tried, typed.now)) !== 'sold') return;
  // Sold to this very request, where the answer to its write was lost.
  const since = await store.enrolment(flow.id);
  if (!since || !isSameRequest(since, typed)) throw new Refusal('flow-ended');
}

/** Names a request by its caller's name for it and the number: another number is another request. */
const hashOf = ({ idempotencyKey, number }: TypedNumber): string | undefined =>
  idempotencyKey === undefined ? undefined : hashToken(`${idempotencyKey}.${number}`);

function isSameRequest({ tried }: EnrolmentFlow, typed: TypedNumber): boolean {
  const hash = hashOf(typed);
  return tried?.requestHash !== undefined && hash !== undefined && sameText(tried.requestHash, hash);
}

interface Activating {
  readonly flow: EnrolmentFlow;
  readonly account: Account;
  readonly device: Device;
}

async function activate(
  needs: EnrolmentNeeds,
  { flow, account, device }: Activating,
  visit: Visit,
): Promise<EnrolmentFlow> {
  const [notice, notMe] = [newId(needs.random), notMeOf(account, visit.at)];
  const outcome = await needs.store.activate({ flow, account, device, notice, notMe, visit });
  if (outcome === 'full') throw new Refusal('phones-full');
  if (outcome === 'changed') throw new Refusal('flow-ended');
  const others = account.devices ?? [];
  await Promise.all([device.id, ...others].map((id) => needs.hintPhone(id)));
  return { ...flow, status: 'done', state: 'done' };
}
