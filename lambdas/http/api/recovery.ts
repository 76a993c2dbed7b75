import * as z from 'zod/mini';
import { CodeStep, DoneStep, ResetStep, SentStep, StartStep } from '../answers/steps.ts';
import { bodies } from '../bodies/recovery.ts';
import type { ApiOf } from './route.ts';

export const api = {
  'POST /api/sign-in/password': {
    summary: 'Replaces a password that has to be; then a code is sent. Ends all other sessions.',
    body: bodies['POST /api/sign-in/password'],
    answers: { 200: CodeStep },
    problems: ['password-refused', 'phone-needed', 'flow-ended', 'flow-mismatch'],
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
    idempotent: true,
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
} as const satisfies ApiOf<'recovery'>;
