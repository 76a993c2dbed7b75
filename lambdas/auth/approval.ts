import type { Visit } from './account.ts';
import type { ConfirmedAction } from './flow.ts';
import type { Picture } from './pictures.ts';

export const APPROVAL_LIFETIME_SECONDS = 120;
/** How long its browser may redeem what was accepted. */
export const REDEEM_SECONDS = 60;

/** What a question is for. */
export type ApprovalPurpose = 'sign-in' | ConfirmedAction;

/** How browser and phone are told to belong together. `none`: the scan is the match, or both are one. */
export type Match = 'pick' | 'number' | 'compare' | 'none';

/** `scan`, `here` (on the phone itself): begun by the phone. `name`: begun by whoever typed it. `session`: by who is signed in. */
export type ApprovalWay = 'scan' | 'here' | 'name' | 'session';

/** Ends never change. `withdrawn`: its browser went another way. One that nobody answers stays `waiting` and is over by time. */
export type ApprovalState = 'waiting' | 'accepted' | 'denied' | 'mismatched' | 'withdrawn';

/** What the phone decided. */
export type Decision = Extract<ApprovalState, 'accepted' | 'denied' | 'mismatched'>;

/** A question waiting on the phones of an account. Times are milliseconds since 1970. */
export interface Approval {
  /** The account, or the decoy that stands for an identifier nobody has; for what holds no slot, see `apart`. */
  readonly account: string;
  /** 256 random bits, 43 characters. */
  readonly id: string;
  readonly flow: string;
  readonly purpose: ApprovalPurpose;
  readonly way: ApprovalWay;
  readonly state: ApprovalState;
  /** Shown to its browser alone: no phone ever asks it. */
  readonly isDecoy: boolean;
  /** By name: whose one pending question it is. A decoy may hold it too, in the place of one that cannot be asked. */
  readonly slot?: string;
  readonly epoch: string;
  /** From where the browser came. */
  readonly visit: Visit;
  /** Whether that browser has signed in to this account before. */
  readonly familiar: boolean;
  readonly match: Match;
  readonly picture?: Picture;
  /** For `pick`: nine with the right one among them, in the order in which they are shown. */
  readonly choices?: readonly Picture[];
  readonly endsAt: number;
  /** The only phone that may answer, where one has scanned or is the browser's own. */
  readonly device?: string;
  readonly decided?: Decided;
}

/** What was decided, by which phone. */
export interface Decided {
  readonly decision: Decision;
  readonly device: string;
  readonly at: number;
}

/** What a card says; the phone shows it, and signs the SHA-256 of its JSON, byte for byte. */
export interface CardText {
  readonly v: 1;
  readonly purpose: ApprovalPurpose;
  readonly way: ApprovalWay;
  readonly match: Match;
  /** The portal's origin and name. */
  readonly origin: string;
  readonly portal: string;
  /** Who is asked: name, and e-mail address or user name, as the account has it. */
  readonly person: string;
  readonly identifier: string;
  /** The browser has not signed in to this account before: to be said loudly. */
  readonly newBrowser: boolean;
  readonly browser: string;
  readonly place?: string;
  /** ISO 8601. */
  readonly at: string;
  /** For `pick` nine, for `compare` one. */
  readonly pictures?: readonly Picture[];
}

/** What the phone signs: by the key of the PIN, or as the challenge (SHA-256) of a fingerprint. */
export interface SignedDecision {
  readonly v: 1;
  readonly purpose: ApprovalPurpose;
  readonly approval: string;
  readonly account: string;
  readonly device: string;
  readonly origin: string;
  /** SHA-256 of the card's text, base64url. */
  readonly card: string;
  /** For `pick` and `number`: the number of the picture. */
  readonly choice?: number;
  readonly decision: 'accept' | 'deny' | 'report';
}

/** What the phone signs to change how it is unlocked. */
export interface SignedChange {
  readonly v: 1;
  readonly purpose: 'change-pin' | 'change-fingerprint';
  readonly account: string;
  readonly device: string;
  readonly origin: string;
  /** The request's nonce: each change is signed for one request. */
  readonly nonce: string;
  /** SHA-256, base64url, of what comes next: the 32 bytes of the new PIN's public key, the text of the new credential's id, or nothing. */
  readonly next: string;
}
