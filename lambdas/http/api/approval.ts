import * as z from 'zod/mini';
import { PhoneStep } from '../answers/phones.ts';
import { DoneStep, StartStep } from '../answers/steps.ts';
import { bodies } from '../bodies/approval.ts';
import type { ApiOf } from './route.ts';

export const api = {
  'POST /api/sign-in/phone': {
    summary: 'Begins a sign-in with the phone: a QR code to scan. Sets the flow cookie.',
    body: bodies['POST /api/sign-in/phone'],
    answers: { 200: PhoneStep },
    problems: ['too-many-attempts'],
  },
  'POST /api/sign-in/phone/name': {
    summary: 'Asks the phones of whoever is called that, and shows a picture; the same for everybody.',
    body: bodies['POST /api/sign-in/phone/name'],
    answers: { 200: PhoneStep },
    problems: ['too-many-attempts', 'flow-ended', 'flow-mismatch'],
  },
  'POST /api/sign-in/phone/series': {
    summary: 'A new key for the frames of the QR code, for another minute.',
    body: bodies['POST /api/sign-in/phone/series'],
    answers: { 200: PhoneStep },
    problems: ['flow-ended', 'flow-mismatch'],
  },
  'GET /api/sign-in/phone': {
    summary: "Where this browser's sign-in with the phone stands.",
    answers: { 200: z.union([PhoneStep, StartStep]) },
    problems: [],
  },
  'POST /api/sign-in/phone/result': {
    summary: 'Redeems what the phone accepted; sets the session cookie. `Idempotency-Key` makes a repeat safe.',
    idempotent: true,
    body: bodies['POST /api/sign-in/phone/result'],
    answers: { 200: DoneStep },
    problems: ['approval-waiting', 'approval-refused', 'flow-ended', 'flow-mismatch', 'sign-in-closed'],
  },
} as const satisfies ApiOf<'approval'>;
