import { type Device, PIN_LOCKS, REVOKING_TRIES } from './device.ts';
import type { BoughtPin, PinTry } from './device-store.ts';

/** Until when the tries that were bought keep the phone locked; 0 where they do not. */
export function lockedUntilOf({ pinTries, pinAt }: Pick<Device, 'pinTries' | 'pinAt'>): number {
  const lock = PIN_LOCKS.find(({ tries }) => tries === pinTries);
  return lock ? pinAt + lock.seconds * 1000 : 0;
}

/** Wrong ones that the phone still takes before it is locked, or ends. */
export function triesLeftOf({ pinTries }: Pick<Device, 'pinTries'>): number {
  const steps = [...PIN_LOCKS.map(({ tries }) => tries), REVOKING_TRIES];
  return Math.max(0, (steps.find((tries) => tries > pinTries) ?? REVOKING_TRIES) - pinTries);
}

/** A request that bought the last try has been answered by then, or has died. */
const ANSWERED_SECONDS = 60;

/** Why a phone as it is has sold no try. */
export function whyNotBought(device: Device | undefined, { request, nonceAt, now }: PinTry): BoughtPin {
  if (device?.state !== 'active') return { outcome: 'gone' };
  if (device.pinRequest === request) return { outcome: 'again', device };
  if (device.pinNonceAt >= nonceAt) return { outcome: 'stale' };
  if (device.pinTries < REVOKING_TRIES) return { outcome: 'locked', until: lockedUntilOf(device) };
  const until = device.pinAt + ANSWERED_SECONDS * 1000;
  return until > now ? { outcome: 'locked', until } : { outcome: 'used-up' };
}
