import { describe } from 'vitest';
import type { Store } from '../fakes/memory-store.ts';
import { approvalsContract } from './approvals.contract.ts';
import { codeContract } from './code.contract.ts';
import { completionContract } from './completion.contract.ts';
import { confirmationContract } from './confirmation.contract.ts';
import { devicesContract } from './devices.contract.ts';
import { enrolmentContract } from './enrolment.contract.ts';
import { notMeContract } from './not-me.contract.ts';
import { outboxContract } from './outbox.contract.ts';
import { phoneConfirmationContract } from './phone-confirmation.contract.ts';
import { recoveryContract } from './recovery.contract.ts';
import { redeemContract } from './redeem.contract.ts';
import { replacementContract } from './replacement.contract.ts';
import { sessionsContract } from './sessions.contract.ts';
import { signInContract } from './sign-in.contract.ts';
import { triesContract } from './tries.contract.ts';

/** What every store promises, whatever it is made of. Accounts of one test are not those of another. */
export function storeContract(start: () => Promise<Store>): void {
  describe('tries', () => triesContract(start));
  describe('the password step', () => signInContract(start));
  describe('the code step', () => codeContract(start));
  describe('redeeming', () => redeemContract(start));
  describe('recovery', () => recoveryContract(start));
  describe('the end of a recovery', () => completionContract(start));
  describe('the replacement of a password', () => replacementContract(start));
  describe('confirmed changes', () => confirmationContract(start));
  describe('activations', () => enrolmentContract(start));
  describe('phones', () => devicesContract(start));
  describe('links', () => notMeContract(start));
  describe('questions to phones', () => approvalsContract(start));
  describe('confirmations on a phone', () => phoneConfirmationContract(start));
  describe('sessions', () => sessionsContract(start));
  describe('the outbox', () => outboxContract(start));
}
