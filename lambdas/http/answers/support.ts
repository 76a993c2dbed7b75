import * as z from 'zod/mini';
import { categories, priorities, ticketStates } from '../../auth/ticket.ts';
import { FlowId } from '../bodies/fields.ts';

const At = z.iso.datetime();

/** A ticket in a list. */
export const TicketHead = z.strictObject({
  id: FlowId,
  number: z.string(),
  subject: z.string(),
  category: z.enum(categories),
  priority: z.enum(priorities),
  state: z.enum(ticketStates),
  createdAt: At,
  changedAt: At,
  unread: z.boolean(),
  /** For support staff: who asked and who takes care. */
  asked: z.optional(z.string()),
  /** For support staff: the address that somebody gave who was not signed in. */
  guest: z.optional(z.string()),
  assignee: z.optional(z.string()),
});

export const TicketList = z.strictObject({
  tickets: z.array(TicketHead),
  /** For what follows; absent at the end. */
  cursor: z.optional(z.string()),
});

const Attachment = z.strictObject({ id: FlowId, name: z.string(), size: z.int() });

export const TicketEntry = z.strictObject({
  id: z.string(),
  at: At,
  author: z.strictObject({ name: z.string(), staff: z.boolean(), you: z.boolean() }),
  text: z.optional(z.string()),
  internal: z.optional(z.literal(true)),
  changed: z.optional(
    z.strictObject({
      state: z.optional(z.enum(ticketStates)),
      priority: z.optional(z.enum(priorities)),
      assignee: z.optional(z.nullable(z.string())),
    }),
  ),
  attachments: z.array(Attachment),
});

/** A ticket with its conversation, oldest entry first. */
export const TicketView = z.strictObject({
  ...TicketHead.shape,
  revision: z.int(),
  /** Whether who asks may assign it, remark internally and change its priority. */
  staff: z.boolean(),
  entries: z.array(TicketEntry),
  /** For support staff: who may take care. */
  assignees: z.optional(z.array(z.strictObject({ id: FlowId, name: z.string() }))),
});

/** Where to upload a file, with PUT and exactly these headers, within the time. */
export const Upload = z.strictObject({
  attachment: FlowId,
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  endsInSeconds: z.int(),
});

/** On the bucket's own host, always as a download, for a minute. */
export const Download = z.strictObject({ url: z.string() });

/** A number to find: SHA-256 of `puzzle.number` begins with so many zero bits. Usable after `afterSeconds`. */
export const Puzzle = z.strictObject({ puzzle: z.string(), bits: z.int(), afterSeconds: z.int() });

export type TicketHead = z.infer<typeof TicketHead>;
export type TicketList = z.infer<typeof TicketList>;
export type TicketView = z.infer<typeof TicketView>;
export type TicketEntry = z.infer<typeof TicketEntry>;
export type Upload = z.infer<typeof Upload>;
export type Download = z.infer<typeof Download>;
export type Puzzle = z.infer<typeof Puzzle>;
