import type { Account, Visit } from './account.ts';
import type { Approval, Decided } from './approval.ts';
import type { Slot } from './approval-slots.ts';
import type { Closing } from './closing.ts';
import type { Device } from './device.ts';
import type { Unlocked } from './device-store.ts';
import type { Asked, ConfirmationFlow, PhoneSignInFlow } from './flow.ts';
import type { Series } from './qr-series.ts';
import type { Session } from './session.ts';
import type { Stranger, StrangerKeys } from './sign-in-store.ts';
import type { TallyKey } from './tally.ts';

/** What a question by user name is planned from: alike for accounts and for decoys. */
export interface Survey {
  readonly account?: Account;
  /** The account knows the browser by a sign-in, and has not taken that back. */
  readonly isKnown: boolean;
  /** The account's own questions, of the last day or so. */
  readonly approvals: readonly Approval[];
  /** Numbers that pages without a slot may still show. */
  readonly numbersApart: readonly number[];
  readonly slots: readonly Slot[];
}

/** Where a row of a question is. */
export type ApprovalKey = Pick<Approval, 'account' | 'id' | 'endsAt'>;

/** A question, in one transaction with the flow that asks it. */
export interface Asking {
  readonly before: PhoneSignInFlow;
  readonly after: PhoneSignInFlow & { readonly asked: NonNullable<PhoneSignInFlow['asked']> };
  readonly approval: Approval;
  /** By name: the slot it takes, in that partition, on condition that its last question is still that one. */
  readonly slot?: Slot & { readonly account: string };
  /** Questions that give way to this one: all of them still wait, or nothing is asked. */
  readonly withdraws: readonly ApprovalKey[];
  /** By name: id of the outbox entry that brings it to phones. */
  readonly message?: string;
  readonly now: number;
}

/** What the phone accepted, redeemed by its browser. */
export interface PhoneRedemption {
  readonly flow: PhoneSignInFlow;
  readonly asked: NonNullable<PhoneSignInFlow['asked']>;
  readonly decided: Decided;
  readonly session: Session;
  readonly idempotencyHash?: string;
  /** Present when the browser is new: hash of the token by which it is known from now on, and id of the notice. */
  readonly newBrowser?: { readonly hash: string; readonly notice: string };
  readonly knownUntil: number;
  readonly now: number;
}

/** What a sign-in with the phone reads and writes, on the side of the browser. */
export interface PhoneSignInStore {
  globalEpoch(): Promise<string>;
  open(flow: PhoneSignInFlow): Promise<void>;
  flow(id: string): Promise<PhoneSignInFlow | undefined>;
  beginSeries(before: PhoneSignInFlow, series: Series, now: number): Promise<'begun' | 'changed'>;

  look(keys: StrangerKeys): Promise<Stranger>;
  /** Counts a beginning for the address; the pair is not counted, for nothing is guessed. */
  countBeginning(keys: StrangerKeys): Promise<void>;
  survey(subject: string, browser: string | undefined, now: number): Promise<Survey>;
  /** `changed`: the flow, or what was to give way, is not what was read. `slot-taken`: another question was quicker. */
  ask(asking: Asking): Promise<'asked' | 'changed' | 'slot-taken'>;

  /** The flow, and whether sign-in is closed. */
  gate(id: string): Promise<{ readonly flow?: PhoneSignInFlow; readonly closing?: Closing }>;
  redeem(redemption: PhoneRedemption): Promise<'redeemed' | 'changed'>;
  /** Writes the audit entry of an acceptance that could not be redeemed. */
  refuse(account: string, flow: string, visit: Visit): Promise<void>;
  sessionLives(account: string, token: string, now: number): Promise<boolean>;
}

/** What a phone that begins a sign-in by itself reads and writes. */
export interface ScanStore extends Pick<PhoneSignInStore, 'flow' | 'ask'> {
  approval(key: ApprovalKey): Promise<Approval | undefined>;
  isKnown(account: string, browser: string, now: number): Promise<boolean>;
}

/** A phone's answer. */
export interface Deciding {
  readonly approval: Approval;
  readonly decided: Decided;
  readonly device: Device;
  /** To accept. */
  readonly unlocked?: Unlocked;
  /** *Deny and report*: pauses unknown browsers, and owes the mail of that id. */
  readonly report?: { readonly message: string; readonly pausedUntil: number };
  /** From where the phone answered. */
  readonly visit: Visit;
}

export interface DecisionStore {
  /** The account's own questions, of the last day or so. */
  all(account: string): Promise<readonly Approval[]>;
  /** The account's own question of that id. */
  own(account: string, id: string): Promise<Approval | undefined>;
  /** Question waiting → decided, the flow told, the phone active and its PIN tries forgotten where it accepted. */
  decide(deciding: Deciding): Promise<'decided' | 'changed'>;
}

/** What a confirmation on a phone reads and writes, for who is signed in. */
export interface PhoneConfirmationStore {
  survey(subject: string, browser: string | undefined, now: number): Promise<Survey>;
  begin(begun: {
    readonly account: Account;
    readonly flow: ConfirmationFlow;
    readonly approval: Approval;
    readonly message: string;
  }): Promise<'begun' | 'changed'>;
  flow(id: string): Promise<ConfirmationFlow | undefined>;
  /** What was accepted counts as confirmed, while phone, account and session are as they were. */
  confirm(
    flow: ConfirmationFlow,
    asked: Asked & { readonly decided: Decided },
    confirmed: NonNullable<ConfirmationFlow['confirmed']>,
    now: number,
  ): Promise<'confirmed' | 'changed'>;
}

/** Whose tally pays for the tries of a browser. */
export const tallyOfBrowser = (subject: string, browser: string | undefined, isKnown: boolean): TallyKey =>
  isKnown && browser !== undefined ? { subject, browser } : { subject };
