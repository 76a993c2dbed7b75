import type { Locale } from '../../locales/locale.ts';

export type Channel = 'email' | 'sms';
export type Role = 'member' | 'support' | 'admin';

/** Only an active account signs in. `invited`: has no password yet. */
export type AccountStatus = 'invited' | 'active' | 'locked' | 'disabled';

/** A person known to the portal. Times are milliseconds since 1970. */
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly username?: string;
  readonly name: string;
  readonly phone?: Phone;
  readonly locale: Locale;
  readonly role: Role;
  readonly status: AccountStatus;
  /** Where codes go first. */
  readonly channel: Channel;
  /** PHC string; absent until a password was set. */
  readonly passwordHash?: string;
  /** Whether an operator knows the password, so that its owner must replace it at the next sign-in. */
  readonly mustReplacePassword?: boolean;
  /** Changing it ends the account's flows, challenges, approvals and sessions. */
  readonly epoch: string;
  readonly createdAt: number;
  readonly lastSignIn?: Visit;
  /** Ids of the phones that work. A session that a phone approved ends with it. */
  readonly devices?: readonly string[];
  /** When the owner last said, after a recovery, which phones to keep. */
  readonly devicesReviewedAt?: number;
  /**
   * The last recovery: for a day, codes go over another channel than it used, where there is one. `since`: when that
   * address or number came to the account.
   */
  readonly recovered?: { readonly at: number; readonly channel: Channel; readonly since?: number };
  /** When the address, or the number, came to the account; absent where it always had it. */
  readonly emailSince?: number;
  readonly phoneSince?: number;
  /** Who locked it last. Its owner, by "it was not me", unlocks it by a recovery; what an operator locked, operators do. */
  readonly locked?: { readonly by: 'owner' | 'operator'; readonly at: number };
  /** When an operator last unlocked it. */
  readonly unlockedAt?: number;
  /** When a known browser or a recovery last re-opened the factors that wrong answers had closed. */
  readonly reopenedAt?: number;
}

export interface Phone {
  /** E.164. */
  readonly number: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** A code that went there has come back. */
  readonly verified?: true;
}

/** Where a person is reached, in the form in which it is stored. */
export type Address = { readonly email: string } | { readonly phone: Phone };

/** From where somebody came, as a person would say it, and when. */
export interface Visit {
  readonly at: number;
  /** For example `Firefox, Windows`; or one of the two below, which are said in the reader's language. */
  readonly browser: string;
  /** For example `Utrecht, NL`; roughly, from the network address. */
  readonly place?: string;
}

/** Nothing that the portal knows by name. */
export const UNKNOWN_BROWSER = '?';
/** No browser: an operator, at the command line. */
export const COMMAND_LINE = 'Command line';

const SEPARATE_CHANNEL_SECONDS = 24 * 3600;

/**
 * The channels for codes of a sign-in: for a day after a recovery not the one it went over, where there is another, so
 * that who took over a mailbox or a number has not both factors. None where only a phone of the account is another way.
 */
export function codeChannels(account: Account, separate: boolean, now: number): readonly Channel[] {
  const channels = channelsOf(account);
  const { recovered } = account;
  if (!separate || !recovered || recovered.at + SEPARATE_CHANNEL_SECONDS * 1000 <= now) return channels;
  const others = channels.filter((channel) => channel !== recovered.channel);
  return others.length > 0 || (account.devices ?? []).length > 0 ? others : channels;
}

/**
 * The channels on which an account can get messages, the preferred one first. A number that nobody has proved is used
 * where it is preferred, and not offered otherwise. What its owner has locked comes back over its mailbox alone: that is
 * where the link went by which it was locked, and the number may be a thief's.
 */
export function channelsOf({
  phone,
  channel,
  status,
}: Pick<Account, 'phone' | 'channel' | 'status'>): readonly Channel[] {
  if (!phone || status === 'locked') return ['email'];
  if (channel === 'sms') return ['sms', 'email'];
  return phone.verified ? ['email', 'sms'] : ['email'];
}

/** Whether its owner may set a new password behind a code. */
export const isRecoverable = ({ status, locked }: Pick<Account, 'status' | 'locked'>): boolean =>
  status === 'active' || (status === 'locked' && locked?.by === 'owner');

/** When the address or number of that channel came to the account. */
export const sinceOf = (
  { emailSince = 0, phoneSince = 0 }: Pick<Account, 'emailSince' | 'phoneSince'>,
  channel: Channel,
): number => (channel === 'email' ? emailSince : phoneSince);
