import * as z from 'zod/mini';
import { categories, priorities, ticketStates } from '../../auth/ticket.ts';
import type { RouteKey } from '../../flows.ts';
import { AttachmentIds, codePoints, FlowId, NewAttachment, TicketText, wellFormed } from './fields.ts';

/** The bodies and query strings of requests, by route. Apart from the answers, because functions parse requests only. */
export const bodies = {
  'POST /api/tickets': z.strictObject({
    subject: z.string().check(z.minLength(1), codePoints(120), wellFormed, z.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u)),
    category: z.enum(categories),
    priority: z.enum(priorities),
    text: TicketText,
    attachments: AttachmentIds,
  }),
  /** `internal`: a remark that only support staff sees. */
  'POST /api/tickets/{ticket}/replies': z.strictObject({
    text: TicketText,
    attachments: AttachmentIds,
    internal: z.optional(z.boolean()),
  }),
  /** `revision`: of the ticket as it was read; another since refuses the change. `assignee`: account id, or null. */
  'PATCH /api/tickets/{ticket}': z.strictObject({
    revision: z.int(),
    state: z.optional(z.enum(ticketStates)),
    assignee: z.optional(z.nullable(FlowId)),
    priority: z.optional(z.enum(priorities)),
    read: z.optional(z.literal(true)),
  }),
  'POST /api/tickets/attachments': NewAttachment,
} as const satisfies Partial<Record<RouteKey<'support'>, z.ZodMiniType>>;

export const queries = {
  /** `view`: one's own, or for support staff the queue. `cursor`: from the answer before. */
  'GET /api/tickets': z.strictObject({
    view: z.enum(['own', 'queue']),
    state: z.optional(z.enum([...ticketStates, 'any'])),
    assigned: z.optional(z.enum(['me', 'nobody', 'anybody'])),
    search: z.optional(z.string().check(codePoints(100), wellFormed)),
    cursor: z.optional(z.string().check(z.maxLength(400))),
  }),
} as const satisfies Partial<Record<RouteKey<'support'>, z.ZodMiniType>>;
