import type { Visit } from './account.ts';
import { type Device, REVOKING_TRIES } from './device.ts';
import type { BoughtPin, DeviceStore, Unlocked } from './device-store.ts';
import { assertedCounter, type FingerprintAssertion } from './fingerprint.ts';
import { isByPin, type PinSignature, sha256 } from './phone-keys.ts';
import type { ProvedRequest } from './phone-proof.ts';
import { lockedUntilOf, triesLeftOf } from './pin-tries.ts';
import { Refusal } from './refusal.ts';
import { derive, type KeyRing, sameText } from './tokens.ts';

export interface UnlockNeeds {
  readonly store: Pick<DeviceStore, 'buyPinTry' | 'refuseUnlock'>;
  readonly keys: KeyRing;
  /** The portal's own. */
  readonly origin: string;
  /** Ends a phone whose tries are used up (see `device-removal.ts`). */
  revoke(device: Device, visit: Visit): Promise<void>;
}

/** What comes with a decision or a change, over the bytes of its text: the key of the PIN signs it, or its SHA-256 is the challenge of a fingerprint. */
export interface UnlockRequest {
  readonly text: string;
  readonly pin?: PinSignature | undefined;
  readonly fingerprint?: FingerprintAssertion | undefined;
  readonly visit: Visit;
  readonly now: number;
}

/**
 * Buys a try with the request's nonce, then checks PIN or fingerprint. Nothing else has been looked at: who knows neither
 * learns nothing. The count is cleared by what follows (`DeviceStore.clearTries`, or as part of a transaction). Refuses
 * with `pin-wrong`, `fingerprint-refused` (both with the tries left), `phone-locked` (with the wait), `phone-unknown`
 * when the tries are used up, and `nonce-needed` where a newer request has bought a try.
 */
export async function unlock(needs: UnlockNeeds, proved: ProvedRequest, asked: UnlockRequest): Promise<Unlocked> {
  const { request, nonceAt } = proved;
  const { now } = asked;
  const by = asked.fingerprint ? 'fingerprint' : 'pin';
  const bought = await needs.store.buyPinTry(proved.device, { request, nonceAt, now });
  if (!('device' in bought)) throw await notBought(needs, proved.device, bought, asked);
  const { device } = bought;
  const right = await check(needs, device, { ...asked, isAgain: bought.outcome === 'again' });
  if (right) return { device, request, ...right };
  const lockedUntil = lockedUntilOf(device);
  const newLock = lockedUntil > now && { lockedUntil };
  await needs.store.refuseUnlock({ device, by, request, ...newLock, visit: asked.visit });
  if (device.pinTries >= REVOKING_TRIES) {
    await needs.revoke(device, asked.visit);
    throw new Refusal('phone-unknown');
  }
  if (lockedUntil > now) throw locked(lockedUntil, now);
  throw new Refusal(by === 'pin' ? 'pin-wrong' : 'fingerprint-refused', { triesLeft: triesLeftOf(device) });
}

/** Why there is no try. One that died while it was answered may have been the last: then it is made good here. */
async function notBought(
  { revoke }: UnlockNeeds,
  device: Device,
  bought: Exclude<BoughtPin, { readonly device: Device }>,
  { visit, now }: UnlockRequest,
): Promise<Refusal> {
  if (bought.outcome === 'locked') return locked(bought.until, now);
  if (bought.outcome === 'stale') return new Refusal('nonce-needed');
  if (bought.outcome === 'used-up') await revoke(device, visit);
  return new Refusal('phone-unknown');
}

const locked = (until: number, now: number) =>
  new Refusal('phone-locked', { retryAfterSeconds: Math.ceil((until - now) / 1000) });

/** What is right: nothing more to know of a PIN, the new counter of a fingerprint. */
async function check(
  { keys, origin }: UnlockNeeds,
  device: Device,
  { text, pin, fingerprint, isAgain }: UnlockRequest & { readonly isAgain: boolean },
): Promise<Pick<Unlocked, 'counter'> | undefined> {
  if (!fingerprint) return pin && isPin(keys, device, pin.key) && isByPin(pin, text) ? {} : undefined;
  if (!device.fingerprint) return undefined;
  const { counter: known } = device.fingerprint;
  // The very same assertion again may have moved the counter itself.
  const stored = { ...device.fingerprint, counter: isAgain ? Math.max(0, known - 1) : known };
  const counter = await assertedCounter(stored, fingerprint, { challenge: sha256(text), origin });
  return counter === undefined ? undefined : { counter };
}

/** What is kept of the PIN's public key. */
export function pinHash(keys: KeyRing, keyId: string, device: string, key: string): string {
  return derive(keys, keyId, 'pin-key', [device, key])?.toString('base64url') ?? '';
}

function isPin(keys: KeyRing, { id, pin }: Device, key: string): boolean {
  const hash = pinHash(keys, pin.keyId, id, key);
  return hash !== '' && sameText(hash, pin.hash);
}
