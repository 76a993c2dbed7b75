import * as z from 'zod/mini';
import { CodeStep, DoneStep, NewPasswordStep, StartStep } from '../answers/steps.ts';
import { bodies } from '../bodies/sign-in.ts';
import type { ApiOf } from './route.ts';

export const api = {
  'POST /api/sign-in': {
    summary: 'Identifier and password; on success a code is sent and the flow cookie set.',
    body: bodies['POST /api/sign-in'],
    answers: { 200: z.union([CodeStep, NewPasswordStep]) },
    problems: ['sign-in-refused', 'factor-closed', 'phone-needed', 'too-many-attempts'],
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
    problems: [
      'code-refused',
      'code-expired',
      'factor-closed',
      'sign-in-closed',
      'too-many-attempts',
      'flow-ended',
      'flow-mismatch',
    ],
  },
  'POST /api/sign-in/send': {
    summary: 'Sends a new code, if wanted over the other channel. Refills no tries.',
    body: bodies['POST /api/sign-in/send'],
    answers: { 200: CodeStep },
    problems: ['send-too-soon', 'no-sends-left', 'channel-unavailable', 'flow-ended', 'flow-mismatch'],
  },
} as const satisfies ApiOf<'sign-in'>;
