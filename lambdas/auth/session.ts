import type { Settings } from '../settings.ts';
import type { Account, Visit } from './account.ts';
import { Refusal, type RefusalFacts } from './refusal.ts';
import { hashToken } from './tokens.ts';

/** A signed-in browser. Times are milliseconds since 1970. */
export interface Session {
  readonly account: string;
  /** Hash of the token in the browser's cookie. */
  readonly token: string;
  readonly epoch: string;
  readonly globalEpoch: string;
  readonly flow: string;
  /** The phone that approved it. */
  readonly device?: string;
  readonly createdAt: number;
  /** The last thing the person did. Polling and sockets are not activity. */
  readonly usedAt: number;
  readonly visit: Visit;
  readonly previous?: Visit;
}

/** What the browser's session cookie holds. */
export interface SessionCookie {
  readonly account: string;
  readonly token: string;
}

/** When a session ends by itself: without activity, and for good. */
export interface SessionLifetimes {
  readonly idleSeconds: number;
  readonly absoluteSeconds: number;
}

/** What the deployment says of them. */
export const lifetimesOf = (settings: Settings): SessionLifetimes => ({
  idleSeconds: settings.sessionIdleSeconds,
  absoluteSeconds: settings.sessionAbsoluteSeconds,
});

export interface SessionStore {
  /** Session, its account and the global epoch, read consistently in one round trip. */
  read(
    account: string,
    token: string,
  ): Promise<{ readonly session?: Session; readonly account?: Account; readonly globalEpoch: string }>;
  /** Counts an activity, on condition that the session is within its limits. */
  touch(session: Session, now: number, lifetimes: SessionLifetimes): Promise<'touched' | 'ended'>;
  /** Removes the session, if it is there, and writes the audit entry. */
  end(account: string, token: string, visit: Visit): Promise<void>;
}

export interface SignedIn {
  readonly session: Session;
  readonly account: Account;
  readonly idleEndsInSeconds: number;
  readonly endsInSeconds: number;
}

export interface SessionNeeds {
  readonly store: SessionStore;
  readonly lifetimes: SessionLifetimes;
}

/** Whose browser this is. Refuses with `signed-out` and why; reading is not an activity. */
export async function whoIs(needs: SessionNeeds, cookie: SessionCookie | undefined, now: number): Promise<SignedIn> {
  if (!cookie) throw signedOut('none');
  const { session, account, globalEpoch } = await needs.store.read(cookie.account, hashToken(cookie.token));
  if (!session || !account) throw signedOut('ended');
  const left = secondsLeft(session, now, needs.lifetimes);
  if (left.endsInSeconds <= 0) throw signedOut('expired');
  if (left.idleEndsInSeconds <= 0) throw signedOut('idle');
  const phone = session.device === undefined || account.devices?.includes(session.device) === true;
  const current = session.epoch === account.epoch && session.globalEpoch === globalEpoch && phone;
  if (!current || account.status !== 'active') throw signedOut('ended');
  return { session, account, ...left };
}

/** As `whoIs`, for a request with which the person did something: the idle time begins anew. */
export async function act(needs: SessionNeeds, cookie: SessionCookie | undefined, now: number): Promise<SignedIn> {
  const signedIn = await whoIs(needs, cookie, now);
  if ((await needs.store.touch(signedIn.session, now, needs.lifetimes)) === 'ended') throw signedOut('ended');
  const session = { ...signedIn.session, usedAt: now };
  return { ...signedIn, session, ...secondsLeft(session, now, needs.lifetimes) };
}

/** Whole seconds until the session ends by idleness and for good; never more idle time than there is time at all. */
function secondsLeft(session: Session, now: number, { idleSeconds, absoluteSeconds }: SessionLifetimes) {
  const endsInSeconds = Math.ceil((session.createdAt + absoluteSeconds * 1000 - now) / 1000);
  const idle = Math.ceil((session.usedAt + idleSeconds * 1000 - now) / 1000);
  return { endsInSeconds, idleEndsInSeconds: Math.min(idle, endsInSeconds) };
}

/** Whether a session is within its limits, whatever became of its account. */
export function isWithinLimits(session: Session, now: number, lifetimes: SessionLifetimes): boolean {
  const { idleEndsInSeconds, endsInSeconds } = secondsLeft(session, now, lifetimes);
  return idleEndsInSeconds > 0 && endsInSeconds > 0;
}

const signedOut = (reason: NonNullable<RefusalFacts['reason']>) => new Refusal('signed-out', { reason });
