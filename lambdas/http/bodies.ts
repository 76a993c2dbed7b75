import * as z from 'zod/mini';
import { locales } from '../../locales/locale.ts';
import type { RouteKey } from '../flows.ts';

/**
 * The bodies of requests, by route. Apart from the answers in `api.ts`, because functions parse requests only: making
 * the schemas of the answers would be a twentieth of their start.
 */

/** Counts code points, not UTF-16 units (NIST SP 800-63B-4, 3.1.1.2: each code point is one character). */
const codePoints = (most: number) =>
  z.refine<string>((text) => text.length <= most * 2 && [...text].length <= most, `at most ${most} characters`);

const Identifier = z.string().check(z.minLength(1), codePoints(254));
/** Half a character is encoded like any other half: passwords that hold one would be equal. */
const wellFormed = z.refine<string>((text) => text.isWellFormed(), 'well-formed Unicode');
/** Longer is refused before any hashing (OWASP ASVS 5.0, 6.2.9). */
const Password = z.string().check(z.minLength(1), codePoints(256), wellFormed);
export const FlowId = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/));
export const Channel = z.enum(['email', 'sms']);

const Code = z.string().check(z.regex(/^[0-9]{6}$/));
/** What asks for a confirmation of its own. */
const Action = z.enum(['change-password', 'change-email', 'change-phone', 'download-data']);

export const bodies = {
  'POST /api/sign-in': z.strictObject({ identifier: Identifier, password: Password }),
  'POST /api/sign-in/code': z.strictObject({ flow: FlowId, code: Code }),
  'POST /api/sign-in/send': z.strictObject({ flow: FlowId, channel: Channel }),
  'POST /api/sign-in/password': z.strictObject({ flow: FlowId, password: Password }),
  'POST /api/recovery': z.strictObject({ identifier: Identifier }),
  'POST /api/recovery/send': z.strictObject({ flow: FlowId, channel: Channel }),
  'POST /api/recovery/password': z.strictObject({
    flow: FlowId,
    code: z.string().check(z.regex(/^[0-9]{8}$/)),
    password: Password,
  }),
  'POST /api/recovery/username': z.strictObject({ identifier: Identifier }),
  'POST /api/invitation': z.strictObject({ invitation: z.string().check(z.maxLength(200)), identifier: Identifier }),
  'POST /api/invitation/renew': z.strictObject({ identifier: Identifier }),
  'POST /api/account/confirmation': z.strictObject({ action: Action, password: Password }),
  'POST /api/account/confirmation/code': z.strictObject({ flow: FlowId, code: Code }),
  'POST /api/account/confirmation/send': z.strictObject({ flow: FlowId, channel: Channel }),
  'PUT /api/account/password': z.strictObject({ flow: FlowId, password: Password }),
  'POST /api/account/email': z.strictObject({ flow: FlowId, email: Identifier }),
  'POST /api/account/email/code': z.strictObject({ flow: FlowId, code: Code }),
  'POST /api/account/phone': z.strictObject({ flow: FlowId, phone: Identifier }),
  'POST /api/account/phone/code': z.strictObject({ flow: FlowId, code: Code }),
  'POST /api/account/phone/removal': z.strictObject({ flow: FlowId }),
  'PATCH /api/account': z.strictObject({ locale: z.optional(z.enum(locales)), channel: z.optional(Channel) }),
  'POST /api/not-me': z.strictObject({ token: z.string().check(z.maxLength(200)) }),
} as const satisfies Partial<Record<RouteKey<'sign-in' | 'recovery' | 'security' | 'account'>, z.ZodMiniType>>;
