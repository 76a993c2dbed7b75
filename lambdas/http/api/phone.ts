import { Card, Decided, Enrolled, EnrolmentCard, Nonce, PhoneView } from '../answers/phones.ts';
import { bodies } from '../bodies/phone.ts';
import type { ApiOf } from './route.ts';

/** What a request may meet that a phone proves. Every answer carries the next nonce in `DPoP-Nonce`. */
const PROOF = ['nonce-needed', 'proof-refused', 'phone-unknown'] as const;
/** What unlocking the phone may meet. */
const UNLOCK = ['pin-wrong', 'fingerprint-refused', 'phone-locked'] as const;

export const api = {
  'POST /api/phone/nonce': {
    summary: 'A nonce for the first proof.',
    body: bodies['POST /api/phone/nonce'],
    answers: { 200: Nonce },
    problems: [],
  },
  'POST /api/phone/enrolment': {
    summary: 'What the link of an activation stands for: portal, person and time. Makes nothing.',
    body: bodies['POST /api/phone/enrolment'],
    answers: { 200: EnrolmentCard },
    problems: ['enrolment-ended'],
  },
  'POST /api/phone/keys': {
    summary: 'Registers all keys of a phone at once, each proving itself. The same request again gets the same answer.',
    body: bodies['POST /api/phone/keys'],
    answers: { 200: Enrolled },
    problems: ['enrolment-ended', 'proof-refused', 'phones-full'],
  },
  'GET /api/phone': {
    summary: 'The phone as the portal knows it, and all that waits for it.',
    proof: true,
    answers: { 200: PhoneView },
    problems: [...PROOF],
  },
  'PATCH /api/phone': {
    summary: 'Another name for the phone.',
    proof: true,
    body: bodies['PATCH /api/phone'],
    answers: { 200: PhoneView },
    problems: [...PROOF],
  },
  'DELETE /api/phone': {
    summary: 'Removes the phone from its account: it has been taken out of the app.',
    proof: true,
    answers: { 204: null },
    problems: [...PROOF],
  },
  'POST /api/phone/scan': {
    summary: 'A frame of a sign-in QR code: binds the waiting browser to this account.',
    proof: true,
    body: bodies['POST /api/phone/scan'],
    answers: { 200: Card },
    problems: [...PROOF, 'frame-refused'],
  },
  'POST /api/phone/here': {
    summary: 'Signing in on the phone itself: app and page share one browser, as the flow cookie shows.',
    proof: true,
    body: bodies['POST /api/phone/here'],
    answers: { 200: Card },
    problems: [...PROOF, 'flow-ended'],
  },
  'POST /api/phone/decision': {
    summary: 'Accepts or denies. A repeat gets the decision that was stored.',
    proof: true,
    body: bodies['POST /api/phone/decision'],
    answers: { 200: Decided },
    problems: [...PROOF, ...UNLOCK, 'approval-ended'],
  },
  'PUT /api/phone/pin': {
    summary: 'Another PIN, behind the present one or the fingerprint.',
    proof: true,
    body: bodies['PUT /api/phone/pin'],
    answers: { 200: PhoneView },
    problems: [...PROOF, ...UNLOCK],
  },
  'PUT /api/phone/fingerprint': {
    summary: 'Adds or removes the fingerprint, behind what unlocks the phone now.',
    proof: true,
    body: bodies['PUT /api/phone/fingerprint'],
    answers: { 200: PhoneView },
    problems: [...PROOF, ...UNLOCK],
  },
  'PUT /api/phone/push': {
    summary: 'Where the phone is told that something waits; only the push services of browsers.',
    proof: true,
    body: bodies['PUT /api/phone/push'],
    answers: { 200: PhoneView },
    problems: [...PROOF, 'push-refused'],
  },
} as const satisfies ApiOf<'phone'>;
