import type { ShownCard } from '../auth/approval-card.ts';
import type { AskedConfirmation } from '../auth/approval-confirmation.ts';
import type { PhoneSignInFlow } from '../auth/flow.ts';
import { mayBeScanned, seriesEndsAt, standing } from '../auth/phone-sign-in.ts';
import { seriesKey } from '../auth/qr-series.ts';
import type { KeyRing } from '../auth/tokens.ts';
import type { Card, PhoneStep } from './answers/phones.ts';

const secondsUntil = (at: number, now: number) => Math.max(0, Math.ceil((at - now) / 1000));

/** Where a sign-in with the phone stands: the same for everybody until a phone has answered. */
export function phoneStep(flow: PhoneSignInFlow, keys: KeyRing, now: number): PhoneStep {
  const { asked, series } = flow;
  const { state, endsAt } = standing(asked, now);
  const key = mayBeScanned(flow, now) ? seriesKey(keys, flow, series.number) : undefined;
  const waits = asked?.way === 'name' ? 'compare' : 'scanned';
  return {
    step: 'phone',
    flow: flow.id,
    state: state === 'waiting' ? (asked ? waits : 'scan') : state,
    ...(key !== undefined && { series: seriesStep(series, key, now) }),
    ...(state === 'waiting' && asked?.picture && { picture: asked.picture }),
    ...(asked?.person !== undefined && { person: asked.person }),
    ...(endsAt !== undefined && { endsInSeconds: secondsUntil(endsAt, now) }),
    flowEndsInSeconds: secondsUntil(flow.expiresAt, now),
  };
}

function seriesStep(series: PhoneSignInFlow['series'], key: string, now: number) {
  const endsInSeconds = secondsUntil(seriesEndsAt(series), now);
  return { number: series.number, key, second: Math.floor((now - series.at) / 1000), endsInSeconds };
}

/** The same of a confirmation, which has no QR code. */
export function askedStep(flow: AskedConfirmation, now: number): PhoneStep {
  const { asked, confirmed } = flow;
  const { state, endsAt } = confirmed ? { state: 'accepted' as const, endsAt: confirmed.until } : standing(asked, now);
  return {
    step: 'phone',
    flow: flow.id,
    state: state === 'waiting' ? 'compare' : state,
    ...(state === 'waiting' && asked.picture && { picture: asked.picture }),
    ...(endsAt !== undefined && { endsInSeconds: secondsUntil(endsAt, now) }),
    flowEndsInSeconds: secondsUntil(flow.expiresAt, now),
  };
}

export const card = ({ approval, text, endsAt }: ShownCard, now: number): Card => ({
  approval,
  text,
  endsInSeconds: secondsUntil(endsAt, now),
});
