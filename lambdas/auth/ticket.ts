import type { Locale } from '../../locales/locale.ts';
import type { Role } from './account.ts';

export const categories = ['sign-in', 'phone', 'account', 'application', 'other'] as const;
export const priorities = ['low', 'normal', 'high', 'urgent'] as const;
/** `waiting`: for the person who asked. */
export const ticketStates = ['open', 'waiting', 'closed'] as const;

export type TicketState = (typeof ticketStates)[number];
export type Priority = (typeof priorities)[number];
export type Category = (typeof categories)[number];

/** A support request. Times are milliseconds since 1970. */
export interface Ticket {
  readonly id: string;
  /** As people say it: `T-4F7K-92QX`. */
  readonly number: string;
  readonly subject: string;
  readonly category: Category;
  readonly priority: Priority;
  readonly state: TicketState;
  /** Who asked: an account, or somebody who cannot sign in. */
  readonly owner: TicketOwner;
  /** The name of who asked, as it was then. */
  readonly asked: string;
  readonly assignee?: Assignee;
  readonly createdAt: number;
  readonly changedAt: number;
  /** How many entries there are; and how many that its owner may read. A change names the number that its side has seen. */
  readonly revision: number;
  readonly shown: number;
  /** The newest entry for each side, and up to which it has read: staff count by `revision`, owners by `shown`. */
  readonly said: { readonly toOwner: number; readonly toStaff: number };
  readonly read: { readonly byOwner: number; readonly byStaff: number };
  /** When a mail last told each side of an entry; 0 where none did. */
  readonly mailed: { readonly owner: number; readonly staff: number };
}

export type TicketOwner = { readonly account: string } | { readonly guest: Guest };

/** Somebody who cannot sign in, as the contact form named them, and the language they wrote in. */
export interface Guest {
  readonly name: string;
  readonly email: string;
  readonly locale: Locale;
}

/** Somebody of the support staff, by account. */
export interface Assignee {
  readonly account: string;
  readonly name: string;
}

/** One thing said or done. */
export interface TicketEntry {
  readonly id: string;
  readonly at: number;
  readonly author: TicketAuthor;
  readonly text?: string;
  /** For support staff only. */
  readonly internal?: true;
  readonly changed?: TicketChanges;
  readonly attachments: readonly Attachment[];
}

/** Without `account`: a guest. */
export interface TicketAuthor {
  readonly account?: string;
  readonly name: string;
  readonly role: Role | 'guest';
}

/** What becomes of a ticket; null: nobody takes care of it any more. */
export interface TicketChanges {
  readonly state?: TicketState;
  readonly priority?: Priority;
  readonly assignee?: Assignee | null;
}

/** A file in the bucket of attachments. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** What may be attached, by the end of its name; always served as a download of unknown type. */
export const ATTACHMENT_ENDINGS = [
  'png',
  'jpg',
  'jpeg',
  'heic',
  'pdf',
  'txt',
  'log',
  'csv',
  'zip',
  'docx',
  'xlsx',
  'mp4',
] as const;
export const ATTACHMENT_MOST_BYTES = 10 * 1024 * 1024;

/** Whether a file of that name and size may be attached. */
export function mayAttach({ name, size }: Pick<Attachment, 'name' | 'size'>): boolean {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return ATTACHMENT_ENDINGS.some((one) => one === ending) && size > 0 && size <= ATTACHMENT_MOST_BYTES;
}
