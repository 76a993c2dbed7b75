import type { Account, Visit } from './account.ts';
import type { Device, Fingerprint, Subscription } from './device.ts';
import type { NotMe } from './not-me.ts';

/** A try of PIN or fingerprint, bought before anything is compared. */
export interface PinTry {
  /** Which request buys it (see `requestName`): it buys one try, however often it comes. */
  readonly request: string;
  readonly nonceAt: number;
  readonly now: number;
}

/** `again`: this very request has bought its try before. `stale`: another request with a newer nonce has bought one since. */
export type BoughtPin =
  | { readonly outcome: 'bought' | 'again'; readonly device: Device }
  | { readonly outcome: 'locked'; readonly until: number }
  | { readonly outcome: 'used-up' | 'stale' | 'gone' };

/** A PIN or fingerprint that was wrong. */
export interface RefusedUnlock {
  readonly device: Device;
  readonly by: 'pin' | 'fingerprint';
  readonly request: string;
  /** Set where this one has locked the phone: its owner is told. */
  readonly lockedUntil?: number;
  readonly visit: Visit;
}

/** A PIN or fingerprint that was right. */
export interface Unlocked {
  readonly device: Device;
  readonly request: string;
  /** The credential's counter, where the fingerprint was used. */
  readonly counter?: number;
}

/** The end of phones, in one transaction with what their owner is told. */
export interface Removal {
  /** As it was read. */
  readonly account: Account;
  /** `pending` ones are not among the phones of the account yet. */
  readonly devices: readonly Device[];
  readonly by: 'phone' | 'browser' | 'review' | 'wrong-pins' | 'operator';
  /** Which operator, as the audit trail shows them. */
  readonly operator?: string;
  /** After a recovery: the phones that stay were looked at. */
  readonly reviewed: boolean;
  /** Id of the notice, and the link that it carries. */
  readonly notice: string;
  readonly notMe: NotMe;
  readonly visit: Visit;
}

/** What becomes of how a phone is unlocked, behind what unlocks it now: the count is cleared with it. */
export type UnlockChange =
  | { readonly pin: Device['pin'] }
  /** Undefined takes it away. */
  | { readonly fingerprint: Fingerprint | undefined };

/** What its owner is told with it, in the same transaction; the notice is named after the request. */
export interface UnlockNews {
  /** The link that the notice carries. */
  readonly notMe: NotMe;
  readonly visit: Visit;
}

/** Everything that phones are read from and written to. Each verb is one round trip; each write is conditional. */
export interface DeviceStore {
  /** Phone and account, read consistently. */
  look(account: string, device: string): Promise<{ readonly device?: Device; readonly account?: Account }>;
  /** The phones that work, in the order in which the account has them. */
  phonesOf(account: Account): Promise<readonly Device[]>;
  buyPinTry(device: Device, pinTry: PinTry): Promise<BoughtPin>;
  /** Writes the audit entry, and once for each request the notice. */
  refuseUnlock(refused: RefusedUnlock): Promise<void>;
  /** The count is back to 0, for a right PIN or fingerprint. */
  clearTries(unlocked: Unlocked, visit: Visit): Promise<'cleared' | 'changed'>;
  changeUnlock(unlocked: Unlocked, change: UnlockChange, news: UnlockNews): Promise<'changed' | 'gone'>;
  rename(device: Device, name: string, visit: Visit): Promise<'renamed' | 'gone'>;
  subscribe(device: Device, subscription: Subscription | undefined): Promise<'subscribed' | 'gone'>;
  /** `changed`: the account has not those phones any more. */
  remove(removal: Removal): Promise<'removed' | 'changed'>;
}
