import type { Card, PhoneView } from '../../lambdas/http/answers/phones.ts';
import type { Outcome, Problem } from '../shared/api.ts';
import { beginLive } from '../shared/live.ts';
import type { Prover } from './keys/proof.ts';
import { askAs } from './phone-api.ts';
import { type Profile, writeProfile } from './profiles.ts';
import { connectPhone } from './socket.ts';

/** A question, and until when (by this phone's clock, milliseconds) it may be answered. */
export interface WaitingCard extends Card {
  readonly endsAt: number;
}

/** A profile with what the portal says of it. */
export interface Phone {
  profile(): Profile;
  readonly prover: Prover;
  /** As the portal told last. */
  view(): PhoneView | undefined;
  /** Those that still wait, in the order of the portal: known browsers and QR codes first. */
  cards(): readonly WaitingCard[];
  /** By this phone's clock, milliseconds: until when wrong PINs have locked it. */
  lockedUntil(): number | undefined;
  /** Why the portal told nothing the last time it was asked. */
  problem(): Problem | undefined;
  /** Asks the portal now. */
  ask(): void;
  /** Takes over an answer that holds the view. */
  know(outcome: Outcome<PhoneView>): void;
  stop(): void;
}

const proverOf = ({ account, device, possession }: Profile): Prover => ({ account, device, key: possession });

/** Until when a card may be answered. */
export const waitingCard = (card: Card): WaitingCard => ({ ...card, endsAt: Date.now() + card.endsInSeconds * 1000 });

/** The profile with what the portal knows better; kept, if that is something new. */
function agreed(profile: Profile, { person, email, fingerprint }: PhoneView): Profile {
  const isSame = profile.person === person && profile.email === email && profile.fingerprint === fingerprint?.id;
  if (isSame) return profile;
  const { fingerprint: _, ...rest } = profile;
  const next = { ...rest, person, email, ...(fingerprint && { fingerprint: fingerprint.id }) };
  // What cannot be kept now is told again the next time.
  void writeProfile(next).catch(() => undefined);
  return next;
}

/** Looks after a profile while the app is looked at; `changed` is called whenever there is something new. */
export function watchPhone(kept: Profile, changed: () => void): Phone {
  const prover = proverOf(kept);
  let profile = kept;
  let lockedUntil: number | undefined;
  let view: PhoneView | undefined;
  let cards: readonly WaitingCard[] = [];
  let problem: Problem | undefined;

  const know = (outcome: Outcome<PhoneView>) => {
    problem = outcome.ok ? undefined : outcome.problem;
    if (outcome.ok) {
      view = outcome.answer;
      cards = view.cards.map(waitingCard);
      lockedUntil = view.lockedForSeconds && Date.now() + view.lockedForSeconds * 1000;
      profile = agreed(profile, view);
    }
    if (problem?.code === 'phone-unknown') {
      view = undefined;
      cards = [];
      live.stop();
    }
    changed();
  };
  const isSeen = () => document.visibilityState !== 'hidden';
  // Whoever looks at the app awaits something, and nobody else: an app in the background leaves the network alone.
  const live = beginLive({
    connect: () => (isSeen() ? connectPhone(prover) : Promise.reject(new Error('Nobody looks.'))),
    ask: async () => {
      if (isSeen()) know(await askAs(prover, 'GET /api/phone'));
    },
    isAwaiting: isSeen,
  });
  live.askNow();
  return {
    profile: () => profile,
    prover,
    view: () => view,
    cards: () => cards.filter(({ endsAt }) => endsAt > Date.now()),
    lockedUntil: () => lockedUntil,
    problem: () => problem,
    ask: live.askNow,
    know,
    stop: live.stop,
  };
}
