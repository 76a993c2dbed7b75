import * as z from 'zod/mini';
import {
  CodeStep,
  ConfirmedStep,
  DoneStep,
  NewPasswordStep,
  OwnAccount,
  ResetStep,
  SentStep,
  Session,
  SessionLimits,
  StartStep,
} from './answers.ts';
import { bodies } from './bodies.ts';

export type {
  CodeStep,
  ConfirmedStep,
  DoneStep,
  NewPasswordStep,
  OwnAccount,
  ResetStep,
  SentStep,
  Session,
  SessionLimits,
  StartStep,
} from './answers.ts';

/**
 * The API, by route. `openapi.json` is generated from this file, and tests hold every answer against it: an object has
 * these keys and no others. The forms of answers are in `answers.ts`. At run time functions need `bodies.ts` only; from here they import types.
 */

export const api = {
  'POST /api/sign-in': {
    summary: 'Identifier and password; on success a code is sent and the flow cookie set.',
    body: bodies['POST /api/sign-in'],
    answers: { 200: z.union([CodeStep, NewPasswordStep]) },
    problems: ['sign-in-refused', 'factor-closed', 'too-many-attempts'],
  },
  'GET /api/sign-in': {
    summary: "Where this browser's sign-in stands.",
    answers: { 200: z.union([CodeStep, NewPasswordStep, StartStep]) },
    problems: [],
  },
  'POST /api/sign-in/code': {
    summary: 'Answers the challenge; on success the session cookie is set. `Idempotency-Key` makes a repeat safe.',
    idempotent: true,
    body: bodies['POST /api/sign-in/code'],
    answers: { 200: DoneStep },
    problems: ['code-refused', 'code-expired', 'factor-closed', 'too-many-attempts', 'flow-ended', 'flow-mismatch'],
  },
  'POST /api/sign-in/send': {
    summary: 'Sends a new code, if wanted over the other channel. Refills no tries.',
    body: bodies['POST /api/sign-in/send'],
    answers: { 200: CodeStep },
    problems: ['send-too-soon', 'no-sends-left', 'channel-unavailable', 'flow-ended', 'flow-mismatch'],
  },
  'POST /api/sign-in/password': {
    summary: 'Replaces a password that has to be; then a code is sent. Ends all other sessions.',
    body: bodies['POST /api/sign-in/password'],
    answers: { 200: CodeStep },
    problems: ['password-refused', 'flow-ended', 'flow-mismatch'],
  },
  'POST /api/recovery': {
    summary: 'Forgot Password: sends a reset code or a temporary password, as the deployment is configured.',
    body: bodies['POST /api/recovery'],
    answers: { 200: z.union([ResetStep, SentStep]) },
    problems: ['too-many-attempts'],
  },
  'GET /api/recovery': {
    summary: "Where this browser's recovery or activation stands.",
    answers: { 200: z.union([ResetStep, StartStep]) },
    problems: [],
  },
  'POST /api/recovery/send': {
    summary: 'Sends a new reset code, over that channel where the account has it. Refills no tries.',
    body: bodies['POST /api/recovery/send'],
    answers: { 200: ResetStep },
    problems: ['send-too-soon', 'no-sends-left', 'flow-ended', 'flow-mismatch'],
  },
  'POST /api/recovery/password': {
    summary: 'Sets the new password for the newest reset code. Signs nobody in. `Idempotency-Key` makes a repeat safe.',
    body: bodies['POST /api/recovery/password'],
    answers: { 200: DoneStep },
    problems: ['code-refused', 'code-expired', 'password-refused', 'flow-ended', 'flow-mismatch'],
  },
  'POST /api/recovery/username': {
    summary: 'Forgot Username: a reminder to the address on file.',
    body: bodies['POST /api/recovery/username'],
    answers: { 200: SentStep },
    problems: ['too-many-attempts'],
  },
  'POST /api/invitation': {
    summary: "Begins an activation: the token of the mail's link and the e-mail address; a reset code is sent.",
    body: bodies['POST /api/invitation'],
    answers: { 200: ResetStep },
    problems: ['invitation-ended', 'too-many-attempts'],
  },
  'POST /api/invitation/renew': {
    summary: 'Sends a new invitation to the address on file, if it is one that is invited.',
    body: bodies['POST /api/invitation/renew'],
    answers: { 200: SentStep },
    problems: ['too-many-attempts'],
  },
  'GET /api/account': {
    summary: 'What the account holds, for its owner. Not an activity.',
    answers: { 200: OwnAccount },
    problems: ['signed-out'],
  },
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
    problems: ['signed-out', 'password-wrong', 'factor-closed', 'too-many-attempts', 'flow-ended'],
  },
  'POST /api/account/confirmation/code': {
    summary: 'Confirms the action for five minutes. `Idempotency-Key` makes a repeat safe.',
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
    body: bodies['POST /api/account/phone/code'],
    answers: { 200: DoneStep },
    problems: [
      ...['signed-out', 'confirmation-needed', 'code-refused', 'code-expired', 'factor-closed', 'too-many-attempts'],
      ...['flow-ended', 'flow-mismatch'],
    ],
  },
  'POST /api/account/phone/removal': {
    summary: 'Takes the number from the account. Ends all other sessions. `Idempotency-Key`.',
    body: bodies['POST /api/account/phone/removal'],
    answers: { 200: DoneStep },
    problems: ['signed-out', 'confirmation-needed', 'address-unchanged', 'flow-ended', 'flow-mismatch'],
  },
  'POST /api/not-me': {
    summary: 'Locks the account, for the link of a notice. `Idempotency-Key` makes a repeat safe.',
    body: bodies['POST /api/not-me'],
    answers: { 200: DoneStep },
    problems: ['link-ended'],
  },
  'GET /api/session': {
    summary: 'Who am I. Not an activity.',
    answers: { 200: Session },
    problems: ['signed-out'],
  },
  'POST /api/session/activity': {
    summary: 'The person did something: the idle time begins anew.',
    answers: { 200: SessionLimits },
    problems: ['signed-out'],
  },
  'DELETE /api/session': {
    summary: 'Signs out; a dead session too.',
    answers: { 204: null },
    problems: [],
  },
} as const;
