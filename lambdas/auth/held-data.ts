import type { Account, Visit } from './account.ts';
import type { ActivityEntry, OwnDataStore } from './own-data.ts';
import { visibleTo } from './ticket-access.ts';
import type { Conversation, ConversationStore, Position } from './ticket-store.ts';

/** More of the audit trail, and more tickets, than this are for operators to look up. */
const MOST_ENTRIES = 3000;
const MOST_TICKETS = 500;

export interface HeldDataNeeds {
  readonly store: Pick<OwnDataStore, 'sessions' | 'devices' | 'browsers' | 'activity'>;
  readonly tickets: Pick<ConversationStore, 'list' | 'read'>;
}

/**
 * All that the portal holds about a person (GDPR, articles 15 and 20), named field by field, so that what is added to a
 * table later does not leak by itself: no hash, token, key or epoch. Times are ISO 8601.
 */
export async function heldData(
  { store, tickets: desk }: HeldDataNeeds,
  account: Account,
  now: number,
): Promise<Readonly<Record<string, unknown>>> {
  const { id } = account;
  const [sessions, devices, browsers, activity, tickets] = await Promise.all([
    store.sessions(id),
    store.devices(id),
    store.browsers(id),
    allActivity(store, id),
    allTickets(desk, id),
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
    tickets: tickets.map(ownTicket),
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

/** What its owner may read: remarks among support staff are theirs. */
const ownTicket = ({ ticket, entries }: Conversation) => ({
  number: ticket.number,
  subject: ticket.subject,
  category: ticket.category,
  priority: ticket.priority,
  state: ticket.state,
  createdAt: iso(ticket.createdAt),
  conversation: visibleTo('owner', entries).map(({ at, author, text, changed, attachments }) => ({
    at: iso(at),
    author: author.name,
    ...(text !== undefined && { text }),
    ...(changed?.state && { state: changed.state }),
    ...(changed?.priority && { priority: changed.priority }),
    files: attachments.map(({ name, size }) => ({ name, size })),
  })),
});

async function allTickets(desk: HeldDataNeeds['tickets'], owner: string): Promise<readonly Conversation[]> {
  const all: Conversation[] = [];
  let from: Position | undefined;
  do {
    const page = await desk.list({ of: { owner }, words: [], ...(from && { from }) });
    const read = await Promise.all(page.tickets.map(({ id }) => desk.read(id)));
    all.push(...read.filter((found) => found !== undefined));
    from = page.next;
  } while (from && all.length < MOST_TICKETS);
  return all;
}
