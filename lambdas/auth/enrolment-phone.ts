import type { Account, Visit } from './account.ts';
import type { Device, Fingerprint } from './device.ts';
import { ENROLMENT_SECONDS, enrolmentToken, isUnderWay } from './enrolment.ts';
import type { EnrolmentStore } from './enrolment-store.ts';
import { type NewFingerprint, newFingerprint } from './fingerprint.ts';
import type { EnrolmentFlow } from './flow.ts';
import { isByPin, isByPossession, openJws, type PossessionKey, says, sha256, thumbprint } from './phone-keys.ts';
import { PROOF_TYPE } from './phone-proof.ts';
import { Refusal } from './refusal.ts';
import { type KeyRing, newId, type Random, sameText } from './tokens.ts';
import { pinHash } from './unlock.ts';

export interface PhoneEnrolmentNeeds {
  readonly store: Pick<EnrolmentStore, 'enrolment' | 'account' | 'device' | 'show' | 'register'>;
  readonly keys: KeyRing;
  readonly random: Random;
  /** The portal's own. */
  readonly origin: string;
  /** Tells the browser that began that something has changed; it asks what. Never throws. */
  hintBrowser(flow: string): Promise<void>;
}

/** What the link of an activation stands for, before anything is made. */
export interface Shown {
  readonly flow: EnrolmentFlow;
  readonly account: Account;
}

/** Refuses with `enrolment-ended` whatever is wrong with the link. */
export async function showEnrolment(needs: PhoneEnrolmentNeeds, token: string, now: number): Promise<Shown> {
  const shown = await meant(needs, token);
  if (!isUnderWay(shown.flow, now) || shown.flow.device) throw new Refusal('enrolment-ended');
  if (shown.flow.state === 'waiting' && (await needs.store.show(shown.flow, now)) === 'shown') {
    await needs.hintBrowser(shown.flow.id);
  }
  return shown;
}

/** All keys of a phone, each of which proves itself over `enrolmentText`. */
export interface NewKeys {
  readonly enrolment: string;
  readonly name: string;
  readonly possession: PossessionKey;
  /** Compact JWS (ES256, header `{ typ, alg }`) by the key of possession, whose payload is the text. */
  readonly possessionProof: string;
  readonly pin: string;
  /** Ed25519 by the key of the PIN, over the bytes of that payload. */
  readonly pinProof: string;
  readonly fingerprint?: NewFingerprint | undefined;
}

/** What every key of a phone proves itself over; the account is bound by the secret of the link, which is derived from it. */
const enrolmentText = ({ enrolment, possession, pin, fingerprint }: NewKeys, origin: string) => ({
  v: 1,
  purpose: 'enrol',
  /** Of `a.FLOW.SECRET`. */
  enrolment: sha256(enrolment),
  origin,
  possession: thumbprint(possession),
  pin: sha256(Buffer.from(pin, 'base64url')),
  fingerprint: fingerprint?.id ?? '',
});

/** The challenge of a new fingerprint: the SHA-256 of this text. */
const enrolmentChallenge = (enrolment: string, possession: PossessionKey): string =>
  sha256(`gatehouse-enrolment.${enrolment}.${thumbprint(possession)}`);

/**
 * Registers all keys of a phone in one write, which uses up the link. The phone works only after its number was typed in
 * the browser. The same phone's request again gets the same answer; another phone is refused.
 */
export async function registerPhone(
  needs: PhoneEnrolmentNeeds,
  keys: NewKeys,
  { visit, now }: { readonly visit: Visit; readonly now: number },
): Promise<Device> {
  const { flow } = await meant(needs, keys.enrolment);
  if (!isUnderWay(flow, now)) throw new Refusal('enrolment-ended');
  const fingerprint = await proved(keys, needs.origin);
  if (flow.device) return repeated(needs, flow, keys);
  const device = deviceOf(needs, flow, { keys, fingerprint, visit, now });
  const outcome = await needs.store.register(flow, device, now);
  if (outcome === 'full') throw new Refusal('phones-full');
  if (outcome === 'changed') return repeated(needs, await needs.store.enrolment(flow.id), keys);
  await needs.hintBrowser(flow.id);
  return device;
}

/** The flow and the account that the link means, while both are what they were. */
async function meant({ store, keys }: PhoneEnrolmentNeeds, token: string): Promise<Shown> {
  const flow = await store.enrolment(token.split('.')[1] ?? '');
  if (!flow || !sameText(enrolmentToken(keys, flow), token)) throw new Refusal('enrolment-ended');
  const account = await store.account(flow.account);
  if (account?.status !== 'active' || account.epoch !== flow.epoch) throw new Refusal('enrolment-ended');
  return { flow, account };
}

/** The fingerprint, if there is one, when every key has proved itself. */
async function proved(keys: NewKeys, origin: string): Promise<Fingerprint | undefined> {
  const { possession, possessionProof, pin, pinProof, fingerprint } = keys;
  const jws = openJws(possessionProof);
  const isWhole =
    jws !== undefined &&
    says(JSON.stringify(jws.header), { typ: PROOF_TYPE, alg: 'ES256' }) &&
    says(jws.payload, enrolmentText(keys, origin)) &&
    isByPossession(possession, jws) &&
    isByPin({ key: pin, signature: pinProof }, jws.payload);
  if (!isWhole) throw new Refusal('proof-refused');
  if (!fingerprint) return undefined;
  const challenge = enrolmentChallenge(keys.enrolment, possession);
  const made = await newFingerprint(fingerprint, { challenge, origin });
  if (!made) throw new Refusal('proof-refused');
  return made;
}

interface Registering {
  readonly keys: NewKeys;
  readonly fingerprint: Fingerprint | undefined;
  readonly visit: Visit;
  readonly now: number;
}

function deviceOf(
  { keys: ring, random }: PhoneEnrolmentNeeds,
  flow: EnrolmentFlow,
  { keys, fingerprint, visit, now }: Registering,
): Device {
  const [id, keyId] = [newId(random), ring.current];
  const { x, y } = keys.possession;
  return {
    account: flow.account,
    id,
    state: 'pending',
    name: keys.name,
    flow: flow.id,
    endsAt: Math.min(now + ENROLMENT_SECONDS * 1000, flow.expiresAt),
    possession: { x, y },
    pin: { hash: pinHash(ring, keyId, id, keys.pin), keyId },
    ...(fingerprint && { fingerprint }),
    pinTries: 0,
    pinAt: 0,
    pinNonceAt: 0,
    visit: { ...visit, at: now },
  };
}

/** The answer was lost: the phone that registered, which has proved its key, gets it again. */
async function repeated(
  { store }: PhoneEnrolmentNeeds,
  flow: EnrolmentFlow | undefined,
  { possession }: NewKeys,
): Promise<Device> {
  const device = flow?.device && (await store.device(flow.account, flow.device.id));
  const isSame = device?.state === 'pending' && thumbprint(device.possession) === thumbprint(possession);
  if (!isSame) throw new Refusal('enrolment-ended');
  return device;
}
