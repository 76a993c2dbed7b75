import type { Account, Visit } from './account.ts';
import type { ActivityEntry, OwnDataStore } from './own-data.ts';

/** More of the audit trail than this is for operators to look up. */
const MOST_ENTRIES = 3000;

/**
 * All that the portal holds about a person (GDPR, articles 15 and 20), named field by field, so that what is added to a
 * table later does not leak by itself: no hash, token, key or epoch. Times are ISO 8601.
 */
export async function heldData(
  store: Pick<OwnDataStore, 'sessions' | 'devices' | 'browsers' | 'activity'>,
  account: Account,
  now: number,
): Promise<Readonly<Record<string, unknown>>> {
  const { id } = account;
  const [sessions, devices, browsers, activity] = await Promise.all([
    store.sessions(id),
    store.devices(id),
    store.browsers(id),
    allActivity(store, id),
  ]);
  return {
    madeAt: iso(now),
    account: ownAccount(account),
    sessions: sessions.map(({ visit, createdAt, usedAt }) => ({
      began: seen({ ...visit, at: createdAt }),
      lastUsedAt: iso(usedAt),
    })),
    phones: devices.map(({ name, visit, lastUsed, fingerprint }) => ({
      name,
      added: seen(visit),
      ...(lastUsed && { lastUsed: seen(lastUsed) }),
      fingerprint: fingerprint !== undefined,
    })),
    knownBrowsers: browsers.map(({ since, visit, knownUntil }) => ({
      since: iso(since),
      last: seen(visit),
      knownUntil: iso(knownUntil),
    })),
    activity: activity.map(({ key, ...entry }) => ({ at: key.slice(0, key.indexOf('#')), ...entry })),
  };
}

const iso = (at: number): string => new Date(at).toISOString();

const seen = ({ at, browser, place }: Visit) => ({ at: iso(at), browser, ...(place !== undefined && { place }) });

function ownAccount({ email, username, name, phone, locale, role, status, channel, createdAt, lastSignIn }: Account) {
  return {
    email,
    ...(username !== undefined && { username }),
    name,
    ...(phone && { phone: { number: phone.number, country: phone.country, verified: phone.verified === true } }),
    ...{ locale, role, status, channel },
    createdAt: iso(createdAt),
    ...(lastSignIn && { lastSignIn: seen(lastSignIn) }),
  };
}

async function allActivity(store: Pick<OwnDataStore, 'activity'>, account: string): Promise<readonly ActivityEntry[]> {
  const all: ActivityEntry[] = [];
  let after: string | undefined;
  do {
    const { entries, next } = await store.activity(account, after);
    all.push(...entries);
    after = next;
  } while (after !== undefined && all.length < MOST_ENTRIES);
  return all;
}
