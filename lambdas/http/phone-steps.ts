import type { Visit } from '../auth/account.ts';
import { type Device, MOST_DEVICES } from '../auth/device.ts';
import type { OwnPhones } from '../auth/devices-list.ts';
import { isUnderWay } from '../auth/enrolment.ts';
import type { Shown } from '../auth/enrolment-phone.ts';
import type { EnrolmentFlow } from '../auth/flow.ts';
import type { ProvedRequest } from '../auth/phone-proof.ts';
import { lockedUntilOf, triesLeftOf } from '../auth/pin-tries.ts';
import { maskEmail } from '../notify/mask.ts';
import type { Card, Enrolled, EnrolmentCard, EnrolmentStep, Phones, PhoneView } from './answers/phones.ts';

const secondsUntil = (at: number, now: number) => Math.max(0, Math.ceil((at - now) / 1000));
const seen = (visit: Visit) => ({ ...visit, at: new Date(visit.at).toISOString() });

/** How long wrong PINs keep it locked yet. */
function lock(device: Device, now: number) {
  const until = lockedUntilOf(device);
  return until > now ? { lockedForSeconds: secondsUntil(until, now) } : {};
}

/** What an owner is told of the phones. */
export const phones = ({ devices, toReview, confirmationNeeded }: OwnPhones, now: number): Phones => ({
  phones: devices.map((device) => ({
    id: device.id,
    name: device.name,
    added: seen(device.visit),
    ...(device.lastUsed && { lastUsed: seen(device.lastUsed) }),
    fingerprint: device.fingerprint !== undefined,
    ...lock(device, now),
  })),
  most: MOST_DEVICES,
  toReview,
  confirmationNeeded,
});

/** An activation, for the browser that began it. `link` while it may be scanned. */
export function enrolmentStep(flow: EnrolmentFlow, link: string, now: number): EnrolmentStep {
  const isOver = flow.state !== 'done' && !isUnderWay(flow, now);
  const state = isOver ? 'ended' : flow.state;
  return {
    step: 'enrolment',
    flow: flow.id,
    state,
    ...((state === 'waiting' || state === 'opened') && { link }),
    ...(flow.device && { phone: flow.device.name }),
    endsInSeconds: flow.status === 'open' ? secondsUntil(flow.endsAt, now) : 0,
  };
}

/** The same activation, for the phone that holds its link. */
export const enrolmentCard = ({ flow, account }: Shown, now: number): EnrolmentCard => ({
  person: account.name,
  email: maskEmail(account.email),
  ...seen(flow.visit),
  endsInSeconds: secondsUntil(flow.endsAt, now),
});

export const enrolled = ({ account, id: device, endsAt }: Device, number: number, now: number): Enrolled => ({
  account,
  device,
  number,
  endsInSeconds: secondsUntil(endsAt, now),
});

export interface ViewOf extends Pick<ProvedRequest, 'device' | 'account'> {
  readonly cards: readonly Card[];
  /** To be typed in the browser, while it has yet to be. */
  readonly number: number | undefined;
  readonly pushKey: string;
}

/** What a phone is told of itself. */
export const phoneView = ({ device, account, cards, number, pushKey }: ViewOf, now: number): PhoneView => ({
  device: device.id,
  name: device.name,
  state: device.state === 'active' ? 'active' : 'pending',
  person: account.name,
  email: account.email,
  ...(device.fingerprint && { fingerprint: { id: device.fingerprint.id } }),
  ...(number !== undefined && { number }),
  ...(device.lastUsed && { lastUsed: seen(device.lastUsed) }),
  pinTriesLeft: triesLeftOf(device),
  ...lock(device, now),
  cards: [...cards],
  pushKey,
  subscribed: device.subscription !== undefined,
});
