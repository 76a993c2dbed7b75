import * as z from 'zod/mini';
import { EnrolmentStep, PhoneStep, Phones } from '../answers/phones.ts';
import { ConfirmedStep, StartStep } from '../answers/steps.ts';
import { bodies } from '../bodies/phones.ts';
import type { ApiOf } from './route.ts';

export const api = {
  'GET /api/phones': {
    summary: 'The phones of who is signed in. Not an activity.',
    answers: { 200: Phones },
    problems: ['signed-out'],
  },
  'PATCH /api/phones': {
    summary: 'Another name for a phone.',
    body: bodies['PATCH /api/phones'],
    answers: { 200: Phones },
    problems: ['signed-out', 'phone-unknown'],
  },
  'POST /api/phones/removal': {
    summary: 'Ends a phone at once and everywhere: the sessions it approved, its questions and its sockets.',
    body: bodies['POST /api/phones/removal'],
    answers: { 200: Phones },
    problems: ['signed-out', 'phone-unknown'],
  },
  'POST /api/phones/review': {
    summary: 'After a recovery: keeps these phones and ends the others.',
    body: bodies['POST /api/phones/review'],
    answers: { 200: Phones },
    problems: ['signed-out'],
  },
  'POST /api/phones/enrolment': {
    summary:
      'Begins the activation of a phone: a link to be shown as a QR code. Sets the flow cookie. `Idempotency-Key`.',
    idempotent: true,
    body: bodies['POST /api/phones/enrolment'],
    answers: { 200: EnrolmentStep },
    problems: ['signed-out', 'confirmation-needed', 'phones-full', 'flow-ended', 'flow-mismatch'],
  },
  'GET /api/phones/enrolment': {
    summary: "Where this browser's activation of a phone stands.",
    answers: { 200: z.union([EnrolmentStep, StartStep]) },
    problems: ['signed-out'],
  },
  'POST /api/phones/enrolment/number': {
    summary: 'The number that the phone shows: one try, then the phone works or is forgotten. `Idempotency-Key`.',
    idempotent: true,
    body: bodies['POST /api/phones/enrolment/number'],
    answers: { 200: EnrolmentStep },
    problems: ['signed-out', 'number-wrong', 'phones-full', 'flow-ended', 'flow-mismatch'],
  },
  'POST /api/account/confirmation/phone': {
    summary: 'Asks the phones of who is signed in to confirm an action by name; sets the flow cookie.',
    body: bodies['POST /api/account/confirmation/phone'],
    answers: { 200: PhoneStep },
    problems: ['signed-out', 'channel-unavailable', 'flow-ended'],
  },
  'GET /api/account/confirmation/phone': {
    summary: 'Where that confirmation stands.',
    answers: { 200: z.union([PhoneStep, StartStep]) },
    problems: ['signed-out'],
  },
  'POST /api/account/confirmation/phone/result': {
    summary: 'What the phone accepted is confirmed for five minutes. `Idempotency-Key` makes a repeat safe.',
    idempotent: true,
    body: bodies['POST /api/account/confirmation/phone/result'],
    answers: { 200: ConfirmedStep },
    problems: ['signed-out', 'approval-waiting', 'approval-refused', 'flow-ended', 'flow-mismatch'],
  },
} as const satisfies ApiOf<'phones'>;
