import * as z from 'zod/mini';
import { locales } from '../../../locales/locale.ts';
import { helpTopics } from '../../auth/help-topics.ts';
import type { RouteKey } from '../../flows.ts';
import { AttachmentIds, codePoints, FlowId, Identifier, NewAttachment, TicketText, wellFormed } from './fields.ts';

/** A puzzle as it was given, and the number that solves it. */
const Solved = z.strictObject({ puzzle: z.string().check(z.maxLength(200)), solution: z.int() });
/** What comes after the `#` of the link in a receipt. */
const TicketToken = z.string().check(z.maxLength(200));

/** The bodies of requests, by route. Apart from the answers, because functions parse requests only. */
export const bodies = {
  'POST /api/help/puzzle': z.strictObject({}),
  'POST /api/help/messages': z.strictObject({
    ...Solved.shape,
    name: z.string().check(z.minLength(1), codePoints(80), wellFormed, z.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u)),
    email: Identifier,
    text: TicketText,
    locale: z.enum(locales),
    attachments: AttachmentIds,
    /** A field that people do not see: robots fill it. */
    website: z.string().check(z.maxLength(200)),
  }),
  'POST /api/help/attachments': z.strictObject({ ...Solved.shape, ...NewAttachment.shape }),
  'POST /api/help/ticket': z.strictObject({ token: TicketToken }),
  'POST /api/help/ticket/replies': z.strictObject({ token: TicketToken, text: TicketText, attachments: AttachmentIds }),
  'POST /api/help/ticket/uploads': z.strictObject({ token: TicketToken, ...NewAttachment.shape }),
  'POST /api/help/ticket/attachments': z.strictObject({ token: TicketToken, attachment: FlowId }),
  'POST /api/help/feedback': z.strictObject({ topic: z.enum(helpTopics), helpful: z.boolean() }),
} as const satisfies Partial<Record<RouteKey<'help'>, z.ZodMiniType>>;
