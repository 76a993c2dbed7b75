import type { Account } from './account.ts';
import { derive, type KeyRing, sameText } from './tokens.ts';

export const INVITATION_LIFETIME_SECONDS = 72 * 3600;
export const TEMPORARY_PASSWORD_LIFETIME_SECONDS = 24 * 3600;
const LIFETIMES_SECONDS = {
  invitation: INVITATION_LIFETIME_SECONDS,
  'temporary-password': TEMPORARY_PASSWORD_LIFETIME_SECONDS,
} as const;

/**
 * A secret in a message that outlives a flow: what an invitation's link or a temporary password is derived from. Each
 * account has at most one of a kind; a newer one takes its place. Times are milliseconds since 1970.
 */
export interface MailedSecret {
  readonly kind: 'invitation' | 'temporary-password';
  readonly account: string;
  /** The account's epoch when it was made; another epoch voids it. */
  readonly epoch: string;
  readonly keyId: string;
  /** Part of the derivation, so that no two of an account are alike. */
  readonly expiresAt: number;
}

/** Without letters and digits that are mistaken for one another. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

/** The token of an invitation's link. Undefined when the key is gone. */
export function invitationToken(ring: KeyRing, secret: MailedSecret): string | undefined {
  return derived(ring, secret)?.toString('base64url');
}

/** A temporary password, for example `k7qp-m3vt-b9zx`: 60 random bits. Undefined when the key is gone. */
export function temporaryPassword(ring: KeyRing, secret: MailedSecret): string | undefined {
  const letters = derived(ring, secret)?.subarray(0, 12);
  if (!letters) return undefined;
  const text = [...letters].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
  return text.match(/.{4}/g)?.join('-');
}

/** Whether that is the temporary password, however its letters are grouped or capitalised. */
export function isTemporaryPassword(ring: KeyRing, secret: MailedSecret, typed: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[\s-]/g, '');
  const right = temporaryPassword(ring, secret);
  return right !== undefined && sameText(plain(right), plain(typed));
}

/** When a secret of that kind ends that is made now. */
export const endOf = (kind: MailedSecret['kind'], now: number): number => now + LIFETIMES_SECONDS[kind] * 1000;

/** When it was made. A sign-in since then, with whatever password, has ended it. */
export const madeAt = (kind: MailedSecret['kind'], expiresAt: number): number =>
  expiresAt - LIFETIMES_SECONDS[kind] * 1000;

/** Whether it still counts for that account, or for a decoy without one. */
export function isLive(
  { kind, epoch, expiresAt }: MailedSecret,
  account: Pick<Account, 'epoch' | 'lastSignIn'> | undefined,
  now: number,
): boolean {
  const isUnused = (account?.lastSignIn?.at ?? 0) < madeAt(kind, expiresAt);
  return expiresAt > now && epoch === (account?.epoch ?? '') && isUnused;
}

function derived(ring: KeyRing, { kind, account, epoch, keyId, expiresAt }: MailedSecret): Buffer | undefined {
  return derive(ring, keyId, kind, [account, epoch, expiresAt]);
}
