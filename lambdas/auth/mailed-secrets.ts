import type { Account } from './account.ts';
import { derive, type KeyRing, sameText } from './tokens.ts';

export const INVITATION_LIFETIME_SECONDS = 72 * 3600;
const TEMPORARY_PASSWORD_LIFETIME_SECONDS = 24 * 3600;
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
  /**
   * The key that it is derived with. Operators, who may read no key, leave it out: then the message is made with the
   * current key, and one made with any key of the ring counts.
   */
  readonly keyId?: string;
  /** Part of the derivation, so that no two of an account are alike. */
  readonly expiresAt: number;
}

/** Without letters and digits that are mistaken for one another. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

/** What an invitation's link carries: the account's id and a token. Undefined when the key is gone. */
export function invitationToken(ring: KeyRing, secret: MailedSecret): string | undefined {
  const bytes = derived(ring, secret, secret.keyId ?? ring.current);
  return bytes && linked(secret, bytes);
}

/** Whether the invitation's link carries that. */
export function isInvitationToken(ring: KeyRing, secret: MailedSecret, given: string): boolean {
  return candidates(ring, secret).some((bytes) => sameText(linked(secret, bytes), given));
}

/** A temporary password, for example `k7qp-m3vt-b9zx`: 60 random bits. Undefined when the key is gone. */
export function temporaryPassword(ring: KeyRing, secret: MailedSecret): string | undefined {
  const bytes = derived(ring, secret, secret.keyId ?? ring.current);
  return bytes && lettersOf(bytes).match(/.{4}/g)?.join('-');
}

/** Whether that is the temporary password, however its letters are grouped or capitalised. */
export function isTemporaryPassword(ring: KeyRing, secret: MailedSecret, typed: string): boolean {
  const plain = typed.toLowerCase().replace(/[\s-]/g, '');
  return candidates(ring, secret).some((bytes) => sameText(lettersOf(bytes), plain));
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

const linked = ({ account }: MailedSecret, bytes: Buffer): string => `${account}.${bytes.toString('base64url')}`;

const lettersOf = (bytes: Buffer): string =>
  [...bytes.subarray(0, 12)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');

/** What may have been made of the secret. */
function candidates(ring: KeyRing, secret: MailedSecret): readonly Buffer[] {
  const keyIds = secret.keyId === undefined ? Object.keys(ring.keys) : [secret.keyId];
  return keyIds.map((keyId) => derived(ring, secret, keyId)).filter((bytes) => bytes !== undefined);
}

function derived(ring: KeyRing, { kind, account, epoch, expiresAt }: MailedSecret, keyId: string): Buffer | undefined {
  return derive(ring, keyId, kind, [account, epoch, expiresAt]);
}
