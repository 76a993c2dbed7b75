import * as z from 'zod/mini';

/** The fields that bodies of requests are made of. */

/** Counts code points, not UTF-16 units (NIST SP 800-63B-4, 3.1.1.2: each code point is one character). */
export const codePoints = (most: number) =>
  z.refine<string>((text) => text.length <= most * 2 && [...text].length <= most, `at most ${most} characters`);

/** Half a character is encoded like any other half: passwords that hold one would be equal. No table takes it as text. */
export const wellFormed = z.refine<string>((text) => text.isWellFormed(), 'well-formed Unicode');

export const Identifier = z.string().check(z.minLength(1), codePoints(254));
/** Longer is refused before any hashing (OWASP ASVS 5.0, 6.2.9). */
export const Password = z.string().check(z.minLength(1), codePoints(256), wellFormed);
export const FlowId = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/));
export const Channel = z.enum(['email', 'sms']);
export const Code = z.string().check(z.regex(/^[0-9]{6}$/));
/** What asks for a confirmation of its own. */
export const Action = z.enum(['change-password', 'change-email', 'change-phone', 'download-data', 'activate-phone']);
/** Which phone of the account. */
export const DeviceId = FlowId;
/** One line, as a person calls a phone. */
export const DeviceName = z.string().check(z.minLength(1), codePoints(40), z.regex(/^[^\p{C}\p{Zl}\p{Zp}]+$/u));
export const TicketText = z.string().check(z.minLength(1), codePoints(4000), wellFormed);
export const AttachmentIds = z.array(FlowId).check(z.maxLength(5));
/** A file before it is uploaded; size in bytes. */
export const NewAttachment = z.strictObject({
  name: z.string().check(z.minLength(1), codePoints(120), wellFormed, z.regex(/^[^\p{Cc}\p{Zl}\p{Zp}/\\]+$/u)),
  type: z.string().check(z.maxLength(100)),
  size: z.int().check(z.positive()),
});
