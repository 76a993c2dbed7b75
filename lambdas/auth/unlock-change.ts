import type { SignedChange } from './approval.ts';
import type { Device } from './device.ts';
import type { DeviceStore, UnlockChange } from './device-store.ts';
import { type NewFingerprint, newFingerprint } from './fingerprint.ts';
import { notMeOf } from './not-me.ts';
import { isByPin, type PinSignature, says, sha256 } from './phone-keys.ts';
import type { ProvedRequest } from './phone-proof.ts';
import { Refusal } from './refusal.ts';
import { sameText } from './tokens.ts';
import { pinHash, type UnlockNeeds, type UnlockRequest, unlock } from './unlock.ts';

export interface UnlockChangeNeeds extends UnlockNeeds {
  readonly store: UnlockNeeds['store'] & Pick<DeviceStore, 'changeUnlock'>;
}

/**
 * Another PIN. `text` is JSON of `SignedChange`, signed by what unlocks the phone now, and by the key of the new PIN,
 * which so proves itself. Answers the phone as it is then.
 */
export async function changePin(
  needs: UnlockChangeNeeds,
  proved: ProvedRequest,
  request: UnlockRequest & { readonly next: PinSignature },
): Promise<Device> {
  const { device } = proved;
  const { next, text } = request;
  const saysSo = isSaid(needs, proved, text, 'change-pin', sha256(Buffer.from(next.key, 'base64url')));
  if (!saysSo || !isByPin(next, text)) throw new Refusal('proof-refused');
  const keyId = needs.keys.current;
  const hash = pinHash(needs.keys, keyId, device.id, next.key);
  // The answer was lost: this very request has made the change.
  if (device.pinRequest === proved.request && sameText(device.pin.hash, hash)) return device;
  return change(needs, proved, request, { pin: { hash, keyId } });
}

/** The challenge of a new fingerprint of a phone that works: the SHA-256 of this text. */
export const fingerprintChallenge = ({ account, id }: Pick<Device, 'account' | 'id'>): string =>
  sha256(`gatehouse-fingerprint.${account}.${id}`);

/** Adds, replaces or (null) takes away the fingerprint, behind what unlocks the phone now. */
export async function changeFingerprint(
  needs: UnlockChangeNeeds,
  proved: ProvedRequest,
  request: UnlockRequest & { readonly next: NewFingerprint | null },
): Promise<Device> {
  const { device } = proved;
  const { next, text } = request;
  if (!isSaid(needs, proved, text, 'change-fingerprint', sha256(next?.id ?? ''))) throw new Refusal('proof-refused');
  const challenge = fingerprintChallenge(device);
  const fingerprint = next ? await newFingerprint(next, { challenge, origin: needs.origin }) : undefined;
  if (next && !fingerprint) throw new Refusal('proof-refused');
  if (device.pinRequest === proved.request && device.fingerprint?.id === fingerprint?.id) return device;
  return change(needs, proved, request, { fingerprint });
}

/** Whether the text is the change that this request makes: each is signed for one request. */
function isSaid(
  { origin }: UnlockNeeds,
  { device, nonce }: ProvedRequest,
  text: string,
  purpose: SignedChange['purpose'],
  next: string,
): boolean {
  const said: SignedChange = { v: 1, purpose, account: device.account, device: device.id, origin, nonce, next };
  return says(text, { ...said });
}

async function change(
  needs: UnlockChangeNeeds,
  proved: ProvedRequest,
  request: UnlockRequest,
  to: UnlockChange,
): Promise<Device> {
  const right = await unlock(needs, proved, request);
  const visit = { ...request.visit, at: request.now };
  const news = { notMe: notMeOf(proved.account, visit.at), visit };
  if ((await needs.store.changeUnlock(right, to, news)) === 'gone') throw new Refusal('phone-unknown');
  const since = { lastUsed: visit, unlockSince: visit.at };
  const { fingerprint, ...device } = { ...right.device, pinTries: 0, ...since, ...to };
  return { ...device, ...(fingerprint && { fingerprint }) };
}
