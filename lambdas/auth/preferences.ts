import { type Account, channelsOf, type Visit } from './account.ts';
import type { ConfirmationNeeds } from './confirmation.ts';
import type { Preferences } from './confirmation-store.ts';
import { Refusal } from './refusal.ts';
import { act, type SessionCookie } from './session.ts';

export interface Preferring {
  readonly session: SessionCookie | undefined;
  readonly preferences: Preferences;
  readonly visit: Visit;
  readonly now: number;
}

/** Changes language and preferred channel, for which a session is enough. A number is preferred only once it is proved. */
export async function prefer(
  { store, sessions }: Pick<ConfirmationNeeds, 'store' | 'sessions'>,
  { session, preferences, visit, now }: Preferring,
): Promise<Account> {
  const { account } = await act(sessions, session, now);
  const { locale, channel } = preferences;
  const changed: Preferences = {
    ...(locale !== undefined && locale !== account.locale && { locale }),
    ...(channel !== undefined && channel !== account.channel && { channel }),
  };
  if (Object.keys(changed).length === 0) return account;
  if (changed.channel && !channelsOf(account).includes(changed.channel)) throw new Refusal('channel-unavailable');
  // Only an end of the session, or of the number, can come between.
  if ((await store.prefer(account, changed, visit)) === 'changed') throw new Refusal('signed-out', { reason: 'ended' });
  return { ...account, ...changed };
}
