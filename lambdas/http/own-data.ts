import type { Visit } from '../auth/account.ts';
import type { ActivityPage, OwnBrowser, OwnSession } from '../auth/own-data.ts';
import type { Activity, Browsers, Sessions } from './answers/own-data.ts';

const placeOf = ({ at, browser, place }: Visit) => ({
  at: new Date(at).toISOString(),
  browser,
  ...(place !== undefined && { place }),
});

/** Sessions are named by the flow that made them: the hash of a token never leaves the tables. */
export const ownSessions = (sessions: readonly OwnSession[]): Sessions => ({
  sessions: sessions.map(({ session, isCurrent, phone }) => ({
    id: session.flow,
    began: placeOf({ ...session.visit, at: session.createdAt }),
    usedAt: new Date(session.usedAt).toISOString(),
    current: isCurrent,
    ...(phone !== undefined && { phone }),
  })),
});

export const ownBrowsers = (browsers: readonly OwnBrowser[]): Browsers => ({
  browsers: browsers.map(({ id, since, visit, knownUntil, isCurrent }) => ({
    id,
    since: new Date(since).toISOString(),
    last: placeOf(visit),
    knownUntil: new Date(knownUntil).toISOString(),
    current: isCurrent,
  })),
});

export const activityPage = ({ entries, next }: ActivityPage): Activity => ({
  entries: entries.map(({ key, event, reason, browser, place }) => ({
    at: key.slice(0, key.indexOf('#')),
    event,
    ...(reason !== undefined && { reason }),
    browser,
    ...(place !== undefined && { place }),
  })),
  ...(next !== undefined && { cursor: next }),
});
