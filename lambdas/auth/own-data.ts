import type { Account, Visit } from './account.ts';
import { type ConfirmationStep, ownConfirmation, repeat, requireConfirmed } from './confirmation-code.ts';
import type { ConfirmationStore } from './confirmation-store.ts';
import type { Device } from './device.ts';
import type { ConfirmationFlow } from './flow.ts';
import { knownHash, knownName } from './known-browser.ts';
import { Refusal } from './refusal.ts';
import {
  act,
  isWithinLimits,
  type Session,
  type SessionCookie,
  type SessionNeeds,
  type SignedIn,
  whoIs,
} from './session.ts';
import { hashToken, type KeyRing } from './tokens.ts';

/** A browser that the account knows. Times are milliseconds since 1970. */
export interface KnownBrowser {
  readonly hash: string;
  readonly since: number;
  readonly knownUntil: number;
  /** Its last sign-in. */
  readonly visit: Visit;
}

/** What the audit trail says of an account. */
export interface ActivityEntry {
  /** Key of the entry: its time and what makes it unique. */
  readonly key: string;
  readonly event: string;
  readonly reason?: string;
  readonly browser: string;
  readonly place?: string;
}

export interface ActivityPage {
  /** Newest first. */
  readonly entries: readonly ActivityEntry[];
  /** Key of the last entry, when more follow. */
  readonly next?: string;
}

/** What people see and end of their own. Each verb but `everything` is one round trip. */
export interface OwnDataStore extends Pick<ConfirmationStore, 'flow'> {
  sessions(account: string): Promise<readonly Session[]>;
  /** With its audit entry; one that has ended meanwhile stays ended. */
  endSession(session: Session, visit: Visit): Promise<void>;
  devices(account: string): Promise<readonly Device[]>;
  browsers(account: string): Promise<readonly KnownBrowser[]>;
  forgetBrowser(account: string, hash: string, visit: Visit): Promise<void>;
  activity(account: string, after: string | undefined): Promise<ActivityPage>;
  /** Uses the confirmation up, while the session lives; the audit trail says so. */
  release(
    flow: ConfirmationFlow,
    completion: NonNullable<ConfirmationFlow['completion']>,
    visit: Visit,
  ): Promise<'released' | 'changed'>;
}

export interface OwnDataNeeds {
  readonly store: OwnDataStore;
  readonly sessions: SessionNeeds;
  readonly keys: KeyRing;
}

interface Asking {
  readonly session: SessionCookie | undefined;
  readonly visit: Visit;
  readonly now: number;
}

/** A session, and whether it is the one that asks; the phone that approved it by name. */
export interface OwnSession {
  readonly session: Session;
  readonly isCurrent: boolean;
  readonly phone?: string;
}

/** The browsers that are signed in, the one that asks first, then the last used. Reading is no activity. */
export async function listSessions(
  needs: OwnDataNeeds,
  { session: cookie, now }: Asking,
): Promise<readonly OwnSession[]> {
  const signedIn = await whoIs(needs.sessions, cookie, now);
  return sessionsOf(needs, signedIn, now);
}

async function sessionsOf({ store, sessions }: OwnDataNeeds, { account, session: own }: SignedIn, now: number) {
  const [found, devices] = await Promise.all([store.sessions(account.id), store.devices(account.id)]);
  const lives = (session: Session) =>
    session.epoch === account.epoch &&
    session.globalEpoch === own.globalEpoch &&
    (session.device === undefined || account.devices?.includes(session.device) === true) &&
    isWithinLimits(session, now, sessions.lifetimes);
  return found
    .filter(lives)
    .map((session): OwnSession => {
      const phone = devices.find(({ id }) => id === session.device)?.name;
      return { session, isCurrent: session.token === own.token, ...(phone !== undefined && { phone }) };
    })
    .toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent) || b.session.usedAt - a.session.usedAt);
}

/** Ends one session, named by its flow, or all but the one that asks. */
export async function endSessions(needs: OwnDataNeeds, asking: Asking, which: string): Promise<readonly OwnSession[]> {
  const signedIn = await act(needs.sessions, asking.session, asking.now);
  const all = await sessionsOf(needs, signedIn, asking.now);
  const isMeant = ({ session, isCurrent }: OwnSession) => (which === 'others' ? !isCurrent : session.flow === which);
  const [meant, left] = [all.filter(isMeant), all.filter((one) => !isMeant(one))];
  await Promise.all(meant.map(({ session }) => needs.store.endSession(session, asking.visit)));
  return left;
}

export interface OwnBrowser extends KnownBrowser {
  /** What it is called outside of the tables. */
  readonly id: string;
  readonly isCurrent: boolean;
}

type BrowserAsking = Asking & {
  /** The token by which this browser is known to that account, if it has one. */
  knownToken(accountName: string): string | undefined;
};

/** The browsers that the account knows, the last used first. */
export async function listBrowsers(needs: OwnDataNeeds, asking: BrowserAsking): Promise<readonly OwnBrowser[]> {
  const { account } = await whoIs(needs.sessions, asking.session, asking.now);
  return browsersOf(needs, account, asking);
}

async function browsersOf({ store, keys }: OwnDataNeeds, account: Account, { knownToken, now }: BrowserAsking) {
  const token = knownToken(knownName(keys, account.id));
  const own = token === undefined ? undefined : knownHash(account.id, token);
  const found = await store.browsers(account.id);
  return found
    .filter(({ knownUntil }) => knownUntil > now)
    .map((browser): OwnBrowser => ({ ...browser, id: browser.hash.slice(0, 22), isCurrent: browser.hash === own }))
    .toSorted((a, b) => b.visit.at - a.visit.at);
}

/** The browser is known no more: its next sign-in is told to the owner. */
export async function forgetBrowser(
  needs: OwnDataNeeds,
  asking: BrowserAsking,
  id: string,
): Promise<readonly OwnBrowser[]> {
  const { account } = await act(needs.sessions, asking.session, asking.now);
  const browsers = await browsersOf(needs, account, asking);
  const meant = browsers.find((browser) => browser.id === id);
  if (!meant) return browsers;
  await needs.store.forgetBrowser(account.id, meant.hash, asking.visit);
  return browsers.filter((browser) => browser !== meant);
}

/** What happened lately, newest first. */
export async function listActivity(
  { store, sessions }: Pick<OwnDataNeeds, 'store' | 'sessions'>,
  { session, now }: Pick<Asking, 'session' | 'now'>,
  after: string | undefined,
): Promise<ActivityPage> {
  const { account } = await whoIs(sessions, session, now);
  return store.activity(account.id, after);
}

/** Who may take all that is held along, for a confirmation of that by name; it is used up. */
export async function releaseData(
  { store, sessions }: Pick<OwnDataNeeds, 'store' | 'sessions'>,
  request: ConfirmationStep & { readonly visit: Visit },
): Promise<Account> {
  const flow = await ownConfirmation({ store }, request);
  const { account, session } = await act(sessions, request.session, request.now);
  if (flow.status === 'done') {
    repeat(flow, flow.completion?.idempotencyHash, request.idempotencyKey);
    if (flow.action !== 'download-data') throw new Refusal('flow-ended');
    return account;
  }
  requireConfirmed(flow, 'download-data', request.now);
  const { idempotencyKey } = request;
  const completion = {
    session: session.token,
    ...(idempotencyKey !== undefined && { idempotencyHash: hashToken(idempotencyKey) }),
  };
  if ((await store.release(flow, completion, request.visit)) === 'changed') throw new Refusal('flow-ended');
  return account;
}
