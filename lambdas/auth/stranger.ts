import type { Visit } from './account.ts';
import { canonicalise, fold } from './identifiers.ts';
import { addressDelayedUntil, delayedUntil } from './limits.ts';
import { Refusal } from './refusal.ts';
import type { Stranger, StrangerKeys } from './sign-in-store.ts';
import { type KeyRing, pseudonym } from './tokens.ts';

/** Somebody who says who he is and has not proved it. */
export interface StrangerRequest {
  readonly identifier: string;
  /** Network address of the client, from where limits are counted. */
  readonly address: string;
  readonly visit: Visit;
  /** The token by which this browser is known to that account, if it has one. */
  knownToken(accountName: string): string | undefined;
  readonly now: number;
}

/** Who asks, and as what: found before any secret is looked at, alike for accounts and for decoys. */
export interface Caller<R extends StrangerRequest> {
  readonly request: R;
  readonly keys: StrangerKeys;
  readonly stranger: Stranger;
  /** The account, or a decoy that nobody has. */
  readonly subject: string;
}

interface MeetNeeds {
  readonly store: { look(keys: StrangerKeys): Promise<Stranger> };
  readonly keys: KeyRing;
}

/**
 * Who is asking, by what was typed and from where. An identifier that nobody has gets a pseudonym, and all that follows is the same.
 */
export async function meet<R extends StrangerRequest>(
  { store, keys: ring }: MeetNeeds,
  request: R,
): Promise<Caller<R>> {
  const identifier = canonicalise(request.identifier);
  const typed = identifier ? `${identifier.kind}#${identifier.canonical}` : `none#${fold(request.identifier)}`;
  const keys: StrangerKeys = {
    identifier: identifier && typed,
    pair: pseudonym(ring, 'pair', JSON.stringify([typed, request.address])),
    address: pseudonym(ring, 'address', request.address),
    now: request.now,
  };
  const stranger = await store.look(keys);
  return { request, keys, stranger, subject: stranger.account ?? pseudonym(ring, 'decoy', typed) };
}

/** The wait that is told comes from what was typed and from where, never from the account; a known browser is exempt. */
export function refuseDuringWait({ stranger: { pair, address }, request: { now } }: Caller<StrangerRequest>): void {
  const until = Math.max(pair ? delayedUntil(pair) : 0, address ? addressDelayedUntil(address) : 0);
  if (until > now) throw tooMany(until, now);
}

export const tooMany = (until: number, now: number) =>
  new Refusal('too-many-attempts', { retryAfterSeconds: Math.max(1, Math.ceil((until - now) / 1000)) });
