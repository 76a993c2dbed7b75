import { confirmationCode, newAddressCode, resetCode, signInCode } from './drafts/codes.ts';
import { invitation, invitationReminder, temporaryPassword, usernameReminder } from './drafts/keys.ts';
import { accountSecured, emailChanged, newBrowser, passwordSet, phoneChanged } from './drafts/notices.ts';
import { approvalReported, phoneLocked, phoneNotice, phoneUnlockChanged } from './drafts/phones.ts';
import { ticketNote, ticketReceipt } from './drafts/tickets.ts';
import type { Draft } from './letter.ts';
import type { Addressing, Message } from './message.ts';

/** Says a message in the recipient's language. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a table, one row for each kind, that the compiler holds complete.
export function draft(message: Message, addressing: Addressing): Draft {
  switch (message.kind) {
    case 'sign-in-code':
      return signInCode(message, addressing);
    case 'reset-code':
      return resetCode(message, addressing);
    case 'confirmation-code':
      return confirmationCode(message, addressing);
    case 'new-address-code':
      return newAddressCode(message, addressing);
    case 'invitation':
      return invitation(message, addressing);
    case 'invitation-reminder':
      return invitationReminder(message, addressing);
    case 'temporary-password':
      return temporaryPassword(message, addressing);
    case 'username-reminder':
      return usernameReminder(message, addressing);
    case 'new-browser':
      return newBrowser(message, addressing);
    case 'password-set':
      return passwordSet(message, addressing);
    case 'email-changed':
      return emailChanged(message, addressing);
    case 'phone-changed':
      return phoneChanged(message, addressing);
    case 'account-secured':
      return accountSecured(message, addressing);
    case 'phone-activated':
    case 'phone-removed':
      return phoneNotice(message, addressing);
    case 'phone-unlock-changed':
      return phoneUnlockChanged(message, addressing);
    case 'phone-locked':
      return phoneLocked(message, addressing);
    case 'approval-reported':
      return approvalReported(message, addressing);
    case 'ticket-reply':
    case 'ticket-news':
      return ticketNote(message, addressing);
    case 'ticket-receipt':
      return ticketReceipt(message, addressing);
  }
}
