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
  readonly owner: { readonly account: string } | { readonly guest: Guest };
  readonly assignee?: { readonly account: string; readonly name: string };
  readonly createdAt: number;
  readonly changedAt: number;
  /** Raised with every change; a change names the one it has seen. */
  readonly revision: number;
  /** Revision of the newest entry that its owner may read, and the newest each side has read. */
  readonly said: { readonly toOwner: number; readonly toStaff: number };
  readonly read: { readonly byOwner: number; readonly byStaff: number };
}

/** One thing said or done. */
export interface TicketEntry {
  readonly id: string;
  readonly at: number;
  readonly author: { readonly name: string; readonly role: Role | 'guest' };
  readonly text?: string;
  /** For support staff only. */
  readonly internal?: true;
  readonly changed?: Partial<Pick<Ticket, 'state' | 'priority'>> & { readonly assignee?: string | null };
  readonly attachments: readonly Attachment[];
}

/** A file in the bucket of attachments. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** Somebody who cannot sign in, as the contact form named them, and the language they wrote in. */
export interface Guest {
  readonly name: string;
  readonly email: string;
  readonly locale: Locale;
}
