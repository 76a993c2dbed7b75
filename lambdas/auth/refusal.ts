import type { PasswordRule } from './password-policy.ts';

/** Why a request that is understood must not succeed. `http/problems.ts` maps each to a status and a title. */
export type RefusalCode =
  | 'sign-in-refused'
  | 'password-wrong'
  | 'code-refused'
  | 'code-expired'
  | 'signed-out'
  | 'flow-mismatch'
  | 'flow-ended'
  | 'invitation-ended'
  | 'link-ended'
  | 'confirmation-needed'
  | 'email-invalid'
  | 'phone-invalid'
  | 'phone-country-refused'
  | 'address-unchanged'
  | 'address-taken'
  | 'password-refused'
  | 'channel-unavailable'
  | 'factor-closed'
  | 'phone-needed'
  | 'too-many-attempts'
  | 'send-too-soon'
  | 'no-sends-left'
  | 'approval-waiting'
  | 'approval-refused'
  | 'approval-ended'
  | 'sign-in-closed'
  | 'nonce-needed'
  | 'proof-refused'
  | 'phone-unknown'
  | 'phone-locked'
  | 'phones-full'
  | 'pin-wrong'
  | 'fingerprint-refused'
  | 'frame-refused'
  | 'enrolment-ended'
  | 'number-wrong'
  | 'push-refused'
  | 'ticket-not-found'
  | 'ticket-closed'
  | 'ticket-changed'
  | 'ticket-full'
  | 'attachment-refused'
  | 'attachment-missing'
  | 'puzzle-wrong'
  | 'not-allowed'
  | 'temporarily-unavailable';

/** What a refusal tells besides its code; everything here is shown to the caller. */
export interface RefusalFacts {
  readonly retryAfterSeconds?: number;
  readonly triesLeft?: number;
  /** Why nobody is signed in: never was, idle for too long, at the absolute end, or ended by a change. */
  readonly reason?: 'none' | 'idle' | 'expired' | 'ended';
  /** The rules of the password policy that a new password does not meet. */
  readonly rules?: readonly PasswordRule[];
}

/** Thrown when a request must not succeed and no caller inside the rules needs to branch on it. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly facts: RefusalFacts;

  constructor(code: RefusalCode, facts: RefusalFacts = {}) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.facts = facts;
  }
}
