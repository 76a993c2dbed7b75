import { CodeStep, ConfirmedStep, DoneStep, OwnAccount } from '../answers/steps.ts';
import { bodies } from '../bodies/security.ts';
import type { ApiOf } from './route.ts';

export const api = {
  'PATCH /api/account': {
    summary: 'Language and preferred channel, freely.',
    body: bodies['PATCH /api/account'],
    answers: { 200: OwnAccount },
    problems: ['signed-out', 'channel-unavailable'],
  },
  'POST /api/account/confirmation': {
    summary: 'Asks for the password again, for one action by name; a code is sent and the flow cookie set.',
    body: bodies['POST /api/account/confirmation'],
    answers: { 200: CodeStep },
    problems: ['signed-out', 'password-wrong', 'factor-closed', 'phone-needed', 'too-many-attempts', 'flow-ended'],
  },
  'POST /api/account/confirmation/code': {
    summary: 'Confirms the action for five minutes. `Idempotency-Key` makes a repeat safe.',
    idempotent: true,
    body: bodies['POST /api/account/confirmation/code'],
    answers: { 200: ConfirmedStep },
    problems: [
      ...['signed-out', 'code-refused', 'code-expired', 'factor-closed', 'too-many-attempts'],
      ...['flow-ended', 'flow-mismatch'],
    ],
  },
  'POST /api/account/confirmation/send': {
    summary: 'Sends a new code of the confirmation, if wanted over the other channel. Refills no tries.',
    body: bodies['POST /api/account/confirmation/send'],
    answers: { 200: CodeStep },
    problems: ['signed-out', 'send-too-soon', 'no-sends-left', 'channel-unavailable', 'flow-ended', 'flow-mismatch'],
  },
  'PUT /api/account/password': {
    summary: 'Sets a new password. Ends all other sessions; this one goes on under a new cookie. `Idempotency-Key`.',
    idempotent: true,
    body: bodies['PUT /api/account/password'],
    answers: { 200: DoneStep },
    problems: ['signed-out', 'confirmation-needed', 'password-refused', 'flow-ended', 'flow-mismatch'],
  },
  'POST /api/account/email': {
    summary: 'Sends a code to the new address.',
    body: bodies['POST /api/account/email'],
    answers: { 200: CodeStep },
    problems: [
      ...['signed-out', 'confirmation-needed', 'email-invalid', 'address-unchanged', 'send-too-soon'],
      ...['no-sends-left', 'flow-ended', 'flow-mismatch'],
    ],
  },
  'POST /api/account/email/code': {
    summary: 'Takes the new address into the account, for its code. Ends all other sessions. `Idempotency-Key`.',
    idempotent: true,
    body: bodies['POST /api/account/email/code'],
    answers: { 200: DoneStep },
    problems: [
      ...['signed-out', 'confirmation-needed', 'code-refused', 'code-expired', 'factor-closed', 'too-many-attempts'],
      ...['address-taken', 'flow-ended', 'flow-mismatch'],
    ],
  },
  'POST /api/account/phone': {
    summary: 'Sends a code to the new number, in international form.',
    body: bodies['POST /api/account/phone'],
    answers: { 200: CodeStep },
    problems: [
      ...['signed-out', 'confirmation-needed', 'phone-invalid', 'phone-country-refused', 'address-unchanged'],
      ...['send-too-soon', 'no-sends-left', 'flow-ended', 'flow-mismatch'],
    ],
  },
  'POST /api/account/phone/code': {
    summary: 'Takes the new number into the account, for its code. Ends all other sessions. `Idempotency-Key`.',
    idempotent: true,
    body: bodies['POST /api/account/phone/code'],
    answers: { 200: DoneStep },
    problems: [
      ...['signed-out', 'confirmation-needed', 'code-refused', 'code-expired', 'factor-closed', 'too-many-attempts'],
      ...['flow-ended', 'flow-mismatch'],
    ],
  },
  'POST /api/account/phone/removal': {
    summary: 'Takes the number from the account. Ends all other sessions. `Idempotency-Key`.',
    idempotent: true,
    body: bodies['POST /api/account/phone/removal'],
    answers: { 200: DoneStep },
    problems: ['signed-out', 'confirmation-needed', 'address-unchanged', 'flow-ended', 'flow-mismatch'],
  },
  'POST /api/not-me': {
    summary: 'Locks the account, for the link of a notice. `Idempotency-Key` makes a repeat safe.',
    idempotent: true,
    body: bodies['POST /api/not-me'],
    answers: { 200: DoneStep },
    problems: ['link-ended'],
  },
} as const satisfies ApiOf<'security'>;
