import { hostname } from 'node:os';
import { askAs, askAsNewcomer, type Profile } from './client.ts';
import { newKeys, pinKey, possessionOf, sha256, signJws, thumbprint } from './keys.ts';

export { askAs, askAsNewcomer, PortalProblem, type Profile, proofOf } from './client.ts';
export { newKeys, pinKey } from './keys.ts';

/** A question that waits, as the portal tells it. */
export interface Card {
  readonly approval: string;
  /** JSON of what the card says; its SHA-256 is signed. */
  readonly text: string;
  readonly endsInSeconds: number;
}

/** What a card says, as far as a program looks at it. */
export interface CardText {
  readonly purpose: string;
  readonly way: string;
  readonly match: 'pick' | 'number' | 'compare' | 'none';
  readonly person: string;
  readonly newBrowser: boolean;
  readonly browser: string;
  readonly place?: string;
  readonly at: string;
  readonly pictures?: readonly { readonly pictogram: string; readonly tint: string; readonly number: number }[];
}

export interface PhoneView {
  readonly name: string;
  readonly state: 'pending' | 'active';
  readonly person: string;
  readonly cards: readonly Card[];
}

export interface Enrolled {
  readonly profile: Profile;
  /** Two digits, to be typed in the browser; until then the phone does not work. */
  readonly number: number;
  readonly endsInSeconds: number;
}

/** Registers a new phone for the link that the browser shows (`ORIGIN/mobile/#a.…`). Rejects with a `PortalProblem`. */
export async function enrol(
  link: string,
  pin: string,
  name = `Virtual phone on ${hostname()}`.slice(0, 40),
): Promise<Enrolled> {
  const { origin, hash } = new URL(link);
  const enrolment = hash.slice(1);
  await askAsNewcomer(origin, 'POST /api/phone/enrolment', { enrolment });
  const keys = newKeys();
  const knowledge = pinKey(keys, pin);
  const proved = JSON.stringify({
    v: 1,
    purpose: 'enrol',
    enrolment: sha256(enrolment),
    origin,
    possession: thumbprint(keys),
    pin: sha256(Buffer.from(knowledge.key, 'base64url')),
    fingerprint: '',
  });
  const made = await askAsNewcomer<{ account: string; device: string; number: number; endsInSeconds: number }>(
    origin,
    'POST /api/phone/keys',
    {
      enrolment,
      name,
      possession: possessionOf(keys),
      possessionProof: signJws(keys, { typ: 'gatehouse-phone+jwt' }, proved),
      pin: knowledge.key,
      pinProof: knowledge.sign(proved),
    },
  );
  const { account, device, number, endsInSeconds } = made;
  return { profile: { ...keys, origin, account, device, name }, number, endsInSeconds };
}

/** The phone as the portal knows it, with all that waits for it. */
export const look = (profile: Profile): Promise<PhoneView> => askAs(profile, 'GET /api/phone');

/** Reads a frame of a sign-in QR code (`ORIGIN/mobile/#s.…`): the question that the browser behind it has. */
export const scan = (profile: Profile, link: string): Promise<Card> =>
  askAs(profile, 'POST /api/phone/scan', () => ({ frame: new URL(link).hash.slice(1) }));

export const textOf = ({ text }: Card): CardText => JSON.parse(text);

/** What somebody decides; only `accept` takes the PIN. */
export type Decision =
  | { readonly decision: 'accept'; readonly pin: string; readonly choice?: number }
  | { readonly decision: 'deny' | 'report' };

/** Answers a question; what is stored, which may be an earlier answer. Rejects with a `PortalProblem`. */
export async function decide(
  profile: Profile,
  card: Card,
  decided: Decision,
): Promise<'accepted' | 'denied' | 'mismatched'> {
  const body = decisionOf(profile, card, decided);
  return (
    await askAs<{ decision: 'accepted' | 'denied' | 'mismatched' }>(profile, 'POST /api/phone/decision', () => body)
  ).decision;
}

/** A signed answer, as it is sent. */
export function decisionOf(profile: Profile, card: Card, decided: Decision): object {
  const { account, device, origin } = profile;
  const { purpose } = textOf(card);
  const base = { v: 1, purpose, approval: card.approval, account, device, origin, card: sha256(card.text) };
  const choice = decided.decision === 'accept' ? decided.choice : undefined;
  const text = JSON.stringify({ ...base, ...(choice !== undefined && { choice }), decision: decided.decision });
  return { decision: text, ...(decided.decision === 'accept' && { pin: signature(profile, decided.pin, text) }) };
}

function signature(profile: Profile, pin: string, text: string) {
  const knowledge = pinKey(profile, pin);
  return { key: knowledge.key, signature: knowledge.sign(text) };
}

/** Takes the phone off its account. */
export const remove = (profile: Profile): Promise<unknown> => askAs(profile, 'DELETE /api/phone');
