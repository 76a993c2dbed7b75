import type { Address, Channel, Visit } from './account.ts';
import type { Decided } from './approval.ts';
import type { Picture } from './pictures.ts';
import type { Series } from './qr-series.ts';
import type { TallyKey } from './tally.ts';

export const FLOW_LIFETIME_SECONDS = 20 * 60;

/** What is done never opens again; an open flow ends by time, or when its tries are used up. */
export type FlowStatus = 'open' | 'done';

/** A transaction of several steps that is bound to one browser, and the challenge in it. Times are milliseconds since 1970. */
interface CodeFlow {
  readonly id: string;
  readonly status: FlowStatus;
  /** Hash of the secret in the browser's cookie. */
  readonly secretHash: string;
  /** The account, or where strangers may begin the flow, the decoy that stands for an identifier nobody has. */
  readonly account: string;
  readonly epoch: string;
  readonly expiresAt: number;
  /** The key of the code, and of the session to come. */
  readonly keyId: string;
  /** Counts the codes sent; the newest alone is valid, and 0 never is. */
  readonly counter: number;
  readonly codeEndsAt: number;
  readonly triesLeft: number;
  readonly visit: Visit;
}

/** A sign-in that has shown the right password and waits for its code. */
export interface SignInFlow extends CodeFlow {
  readonly kind: 'sign-in';
  readonly globalEpoch: string;
  readonly channel: Channel;
  /** The outbox entry of the newest code. */
  readonly message?: string;
  /** The tally that pays for this browser's tries. */
  readonly tally: TallyKey;
  /** Whether the browser has signed in to this account before; of any other, the owner is told. */
  readonly familiar: boolean;
  /** Name of the address (see `addressName`) that is told of a new browser. */
  readonly address?: string;
  /** The sign-in before this one, to be shown. */
  readonly previous?: Visit;
  /**
   * Begun with a password that has to be replaced before a code is sent: a temporary one of that end, or, without an
   * end, one that an operator set.
   */
  readonly mustReplace?: { readonly temporaryEndsAt?: number };
  /** The account's role lets it in while sign-in is closed; another role is another epoch. */
  readonly mayEnterClosed?: true;
  /** Set when done: whose repeat of the last request is recognised, and the session it made. */
  readonly completion?: { readonly idempotencyHash?: string; readonly session: string };
}

/** A new password for who answers a code: `activation` sets the first one, behind an invitation's link. */
export interface RecoveryFlow extends CodeFlow {
  readonly kind: 'recovery' | 'activation';
  /** What the person asked for, where the account has it. */
  readonly channel: Channel | 'preferred';
  readonly sentAt: number;
  /** Set when done: whose repeat of the last request is recognised. */
  readonly completion?: { readonly idempotencyHash?: string };
}

/** What asks for a confirmation of its own. */
export type ConfirmedAction = 'change-password' | 'change-email' | 'change-phone' | 'download-data' | 'activate-phone';

/**
 * One action, by name, of somebody who is signed in: password and code confirm it, and then it may be done, once, by that
 * session in that browser.
 */
export interface ConfirmationFlow extends CodeFlow {
  readonly kind: 'confirmation';
  readonly action: ConfirmedAction;
  /** Hash of the session's token: another session of the same person has nothing of it. */
  readonly session: string;
  /** Of the newest code. */
  readonly channel: Channel;
  /** The outbox entry of the newest code. */
  readonly message?: string;
  /** The tally that pays for this browser's tries. */
  readonly tally: TallyKey;
  /** Set by the right code: until when the action may be begun, and the counter of that code. */
  readonly confirmed?: { readonly until: number; readonly counter: number; readonly idempotencyHash?: string };
  /** Begun as a question to the phones, in place of password and code. */
  readonly asked?: Asked;
  /** What the newest code, once the action is confirmed, went to: used when that code comes back, and not before. */
  readonly pending?: Address;
  /** Set when done: whose repeat of the last request is recognised, and the session it made. */
  readonly completion?: { readonly idempotencyHash?: string; readonly session: string };
}

/** A question to the phones, as the flow that asked it keeps it. */
export interface Asked {
  /** Partition and id of the approval: the account's, or a decoy's. */
  readonly account: string;
  readonly approval: string;
  readonly endsAt: number;
  /** What the browser shows, so that the phone's owner can tell it is this one. */
  readonly picture?: Picture;
  /** Set in the transaction of the phone's answer. */
  readonly decided?: Decided;
}

/** A sign-in that waits for a phone: first for any that scans its QR code, then for those of one account. */
export interface PhoneSignInFlow {
  readonly kind: 'phone-sign-in';
  readonly id: string;
  readonly status: FlowStatus;
  readonly secretHash: string;
  readonly globalEpoch: string;
  readonly expiresAt: number;
  readonly keyId: string;
  readonly visit: Visit;
  /** The frames of the QR code. */
  readonly series: Series;
  /** Hashes of the tokens that the browser came with, by the name of the account that may know it (see `knownName`). */
  readonly browsers?: Readonly<Record<string, string>>;
  /** The one question of this flow; another takes its place by name. */
  readonly asked?: Asked & {
    readonly way: 'scan' | 'here' | 'name';
    readonly epoch: string;
    /** Hash of the token by which this browser is known to the account. */
    readonly browser?: string;
    /** Name of the address (see `addressName`) that is told of a new browser. */
    readonly address?: string;
    readonly previous?: Visit;
    /** By a scan or here: the phone that asked, and whose it is. A repeat by that phone is recognised. */
    readonly device?: string;
    readonly person?: string;
    /** The account's role lets it in while sign-in is closed; another role is another epoch. */
    readonly mayEnterClosed?: true;
  };
  /** Set when done: whose repeat of the last request is recognised, and the session it made. */
  readonly completion?: { readonly idempotencyHash?: string; readonly session: string };
}

/** The activation of a phone by somebody who is signed in. */
export interface EnrolmentFlow {
  readonly kind: 'enrolment';
  readonly id: string;
  readonly status: FlowStatus;
  readonly secretHash: string;
  /** Hash of the session's token. */
  readonly session: string;
  readonly account: string;
  readonly epoch: string;
  readonly expiresAt: number;
  readonly keyId: string;
  readonly visit: Visit;
  /** The link is used up by the phone that registers. */
  readonly state: 'waiting' | 'opened' | 'registered' | 'done' | 'ended';
  /** Until when the link may be used; once registered, until when the number may be typed. */
  readonly endsAt: number;
  readonly device?: { readonly id: string; readonly name: string };
  /** Of a first phone, which needs no confirmation: it becomes one only while there is no other. */
  readonly first?: true;
  /** Set when the one try of the number was bought: by which request. */
  readonly tried?: { readonly requestHash?: string };
}

/** What has a code in it. */
export type AnyCodeFlow = SignInFlow | RecoveryFlow | ConfirmationFlow;

export type Flow = AnyCodeFlow | PhoneSignInFlow | EnrolmentFlow;

/** What the browser's flow cookie holds. */
export interface FlowCookie {
  readonly id: string;
  readonly secret: string;
}
