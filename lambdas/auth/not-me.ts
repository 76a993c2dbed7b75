import { type Account, type Channel, type Phone, sinceOf, type Visit } from './account.ts';
import type { Device } from './device.ts';
import { Refusal } from './refusal.ts';
import { derive, hashToken, type KeyRing, newId, type Random, sameText } from './tokens.ts';

export const NOT_ME_SECONDS = 10 * 24 * 3600;

/**
 * The link of a notice by which an owner says "it was not me" (design rule 8). Each address of an account that was told
 * something has at most one; a newer notice takes its place. Times are milliseconds since 1970.
 */
export interface NotMe {
  readonly account: string;
  /** Name of the address that was told, see `addressName`. */
  readonly address: string;
  readonly madeAt: number;
  readonly expiresAt: number;
  /** What was there before the change that the notice tells of, with the time since when. */
  readonly before?: {
    readonly email?: { readonly address: string; readonly since?: number };
    readonly phone?: { readonly number?: Phone; readonly since?: number; readonly channel: Channel };
  };
  /** Set when it was used: whose repeat of the request is recognised. */
  readonly used?: { readonly idempotencyHash?: string };
}

/** Tells addresses of an account apart without holding them. */
export const addressName = (account: string, email: string): string => hashToken(`${account}.${email}`).slice(0, 22);

/** The link of a notice that goes to the account's address now. */
export function notMeOf({ id, email }: Pick<Account, 'id' | 'email'>, now: number, before?: NotMe['before']): NotMe {
  return { ...notMeAt(id, addressName(id, email), now), ...(before && { before }) };
}

/** As `notMeOf`, for an address by its name. */
export const notMeAt = (account: string, address: string, now: number): NotMe => ({
  account,
  address,
  madeAt: now,
  expiresAt: now + NOT_ME_SECONDS * 1000,
});

/** What the link carries. Functions that write notices need no key for it: it is made with the current one. */
export function notMeToken(ring: KeyRing, notMe: NotMe): string | undefined {
  return tokenWith(ring, notMe, ring.current);
}

function tokenWith(ring: KeyRing, { account, address, madeAt }: NotMe, keyId: string): string | undefined {
  const secret = derive(ring, keyId, 'not-me', [account, address, madeAt]);
  return secret && `${account}.${address}.${secret.toString('base64url')}`;
}

const isTokenOf = (ring: KeyRing, notMe: NotMe, given: string): boolean =>
  Object.keys(ring.keys).some((keyId) => sameText(tokenWith(ring, notMe, keyId) ?? '', given));

/** What an account becomes, and what goes with it, when its owner says "it was not me". */
export interface Securing {
  readonly notMe: NotMe;
  /** As it was read. */
  readonly account: Account;
  readonly newEpoch: string;
  /** The address that comes back, and since when the account has had it. */
  readonly email?: NonNullable<NonNullable<NotMe['before']>['email']>;
  /** The number that comes back, or none; undefined where it stays as it is. */
  readonly phone?: NonNullable<NonNullable<NotMe['before']>['phone']>;
  readonly suspendsPhone: boolean;
  /** Phones that work no more. */
  readonly devices: readonly Device[];
  /** Hashes of the known browsers that are known no more. */
  readonly browsers: readonly string[];
  readonly lockedBy: 'owner' | 'operator';
  /** Where the link went. */
  readonly tell: string;
  readonly message: string;
  readonly idempotencyHash?: string;
  readonly visit: Visit;
}

/** Whether a thief may have made the phone what it is since then: enrolled it, or changed its PIN or fingerprint. */
export const isNewSince = ({ visit, unlockSince = 0 }: Pick<Device, 'visit' | 'unlockSince'>, since: number): boolean =>
  Math.max(visit.at, unlockSince) > since;

/** What "it was not me" reads and writes. */
export interface NotMeStore {
  look(account: string, address: string): Promise<{ readonly notMe?: NotMe; readonly account?: Account }>;
  /** Hashes of the browsers that the account has come to know since then, the newest first. */
  browsersSince(account: string, since: number): Promise<readonly string[]>;
  /** The phones that have come to the account since then, or are unlocked by something else since then. */
  devicesSince(account: Account, since: number): Promise<readonly Device[]>;
  secure(securing: Securing): Promise<'secured' | 'changed' | 'address-taken'>;
}

export interface NotMeNeeds {
  readonly store: NotMeStore;
  readonly keys: KeyRing;
  readonly random: Random;
}

export interface NotMeRequest {
  /** What the link carries. */
  readonly token: string;
  readonly idempotencyKey?: string;
  readonly visit: Visit;
  readonly now: number;
}

const TOKEN = /^([\w-]{22})\.([\w-]{22})\.[\w-]{43}$/;
const ATTEMPTS = 3;

/**
 * Locks the account, ends its sessions, flows and approvals, and puts back or suspends what was added. Refuses with
 * `link-ended` whatever is wrong with the link. Answers the account that was secured now; undefined for a repeat.
 */
export async function secureAccount(needs: NotMeNeeds, request: NotMeRequest): Promise<string | undefined> {
  const [, id, address] = TOKEN.exec(request.token) ?? [];
  if (id === undefined || address === undefined) throw new Refusal('link-ended');
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const { notMe, account } = await needs.store.look(id, address);
    // The work is the same where there is no such link.
    const right = isTokenOf(needs.keys, notMe ?? notMeAt(id, address, 0), request.token);
    if (!notMe || !account || !right) throw new Refusal('link-ended');
    if (isRepeat(notMe, request)) return undefined;
    if (!isLive(notMe, account, request.now)) throw new Refusal('link-ended');
    if (await secure(needs, notMe, account, request)) return account.id;
  }
  throw new Refusal('temporarily-unavailable', { retryAfterSeconds: 1 });
}

function isRepeat({ used }: NotMe, { idempotencyKey }: NotMeRequest): boolean {
  const known = used?.idempotencyHash;
  return known !== undefined && idempotencyKey !== undefined && sameText(known, hashToken(idempotencyKey));
}

/**
 * Whether the link still counts. A later unlock or recovery ends it, but not a recovery over an address that is as new as
 * what the notice tells of. So does whatever put back an older address than the link would: a thief's links to addresses
 * of his own end with that.
 */
export function isLive(notMe: NotMe, account: Account, now: number): boolean {
  const { madeAt, before } = notMe;
  const { recovered, unlockedAt = 0, status } = account;
  if (notMe.used || notMe.expiresAt <= now || (status !== 'active' && status !== 'locked')) return false;
  if (unlockedAt > madeAt) return false;
  if (recovered && recovered.at > madeAt && (recovered.since ?? 0) < madeAt) return false;
  const isCurrent = notMe.address === addressName(account.id, account.email);
  return isCurrent || (before?.email !== undefined && sinceOf(account, 'email') >= madeAt);
}

async function secure(needs: NotMeNeeds, notMe: NotMe, account: Account, request: NotMeRequest): Promise<boolean> {
  const { madeAt, before } = notMe;
  // What came in the days before the notice may be a thief's too, whose earlier notices this one has replaced.
  const since = madeAt - NOT_ME_SECONDS * 1000;
  const moved = sinceOf(account, 'email') >= madeAt && before?.email?.address !== account.email;
  const email = moved ? before?.email : undefined;
  const phone = sinceOf(account, 'sms') >= madeAt ? before?.phone : undefined;
  const securing: Securing = {
    notMe,
    account,
    newEpoch: newId(needs.random),
    ...(email && { email }),
    ...(phone && { phone }),
    suspendsPhone: account.phone !== undefined && sinceOf(account, 'sms') > since,
    devices: await needs.store.devicesSince(account, since),
    browsers: await needs.store.browsersSince(account.id, since),
    lockedBy: account.status === 'locked' ? (account.locked?.by ?? 'operator') : 'owner',
    tell: email?.address ?? account.email,
    message: newId(needs.random),
    ...(request.idempotencyKey !== undefined && { idempotencyHash: hashToken(request.idempotencyKey) }),
    visit: request.visit,
  };
  const outcome = await needs.store.secure(securing);
  if (outcome !== 'address-taken') return outcome === 'secured';
  // Another account has the old address by now: only an operator can tell whose account this one is.
  const { email: _, ...rest } = securing;
  return (await needs.store.secure({ ...rest, lockedBy: 'operator' })) === 'secured';
}
