import type { RefusalCode } from '../auth/refusal.ts';
import type { HttpProblemCode } from './http-problem.ts';

/**
 * Every refusal, with its status and title (RFC 9457). Exhaustive: a code without a row does not compile, a row
 * without a code neither. Pages translate by `code`; the title is for developers.
 */
export const problems = {
  'invalid-request': { status: 400, title: 'The request is not of the documented form.' },
  'sign-in-refused': { status: 401, title: 'That did not work. Check what you typed, or recover your password.' },
  'password-wrong': { status: 401, title: 'That is not the password of this account.' },
  'code-refused': { status: 401, title: 'That is not the code that was sent last.' },
  'signed-out': { status: 401, title: 'Nobody is signed in with this browser.' },
  'foreign-origin': { status: 403, title: 'Requests come from the portal’s own pages only.' },
  'origin-not-verified': { status: 403, title: 'Requests come through the portal’s own address only.' },
  'confirmation-needed': { status: 403, title: 'This action has not been confirmed, or too long ago.' },
  'factor-closed': {
    status: 403,
    title: 'Too many wrong codes from unknown browsers: use a known browser, or recover your password.',
  },
  'not-found': { status: 404, title: 'There is nothing at this address.' },
  'flow-mismatch': { status: 409, title: 'Another tab has begun a newer sign-in in this browser.' },
  'address-unchanged': { status: 409, title: 'The account has this address or number already.' },
  'address-taken': { status: 409, title: 'Another account has this address.' },
  'channel-unavailable': { status: 409, title: 'The account does not have this channel.' },
  'flow-ended': { status: 410, title: 'This sign-in has ended; begin again.' },
  'invitation-ended': { status: 410, title: 'This link has expired or was used; ask for a new one.' },
  'link-ended': { status: 410, title: 'This link has expired, was used, or is no longer needed.' },
  'code-expired': { status: 410, title: 'This code has expired; ask for a new one.' },
  'payload-too-large': { status: 413, title: 'The request is too large.' },
  'unsupported-media-type': { status: 415, title: 'Bodies are application/json.' },
  'email-invalid': { status: 422, title: 'This is not an e-mail address.' },
  'phone-invalid': { status: 422, title: 'This is not a phone number in international form.' },
  'phone-country-refused': { status: 422, title: 'No text messages are sent to this country.' },
  'password-refused': { status: 422, title: 'The new password does not meet the policy.' },
  'too-many-attempts': { status: 429, title: 'Too many wrong answers; wait before the next one.' },
  'send-too-soon': { status: 429, title: 'A message was sent a moment ago; wait before the next one.' },
  'no-sends-left': { status: 429, title: 'No more messages for now.' },
  'internal-error': { status: 500, title: 'Something went wrong on our side.' },
  'temporarily-unavailable': { status: 503, title: 'Not available for a moment; try again.' },
} as const satisfies Record<RefusalCode | HttpProblemCode, { readonly status: number; readonly title: string }>;

export type ProblemCode = keyof typeof problems;
