import type { Account } from './account.ts';
import { Refusal } from './refusal.ts';
import type { Assignee, Ticket, TicketEntry } from './ticket.ts';
import type { Conversation, Side, TicketStore } from './ticket-store.ts';

/** Somebody who looks at a ticket, and what of it they may see. */
export interface SeenTicket {
  readonly ticket: Ticket;
  readonly entries: readonly TicketEntry[];
  readonly side: Side;
  /** Absent: a guest. */
  readonly reader?: string;
  /** For staff: who may take care. */
  readonly assignees?: readonly Assignee[];
}

export const isStaff = ({ role }: Pick<Account, 'role'>): boolean => role === 'support' || role === 'admin';

/** On which side of a ticket an account is; undefined: on none. Who asked is not staff there, so that remarks about them stay remarks. */
export function sideOf({ owner }: Pick<Ticket, 'owner'>, account: Pick<Account, 'id' | 'role'>): Side | undefined {
  if ('account' in owner && owner.account === account.id) return 'owner';
  return isStaff(account) ? 'staff' : undefined;
}

/** What a side may read of a conversation. */
export const visibleTo = (side: Side, entries: readonly TicketEntry[]): readonly TicketEntry[] =>
  side === 'staff' ? entries : entries.filter(({ internal }) => !internal);

/** Whether a side has something new to read. */
export const isUnread = ({ said, read }: Ticket, side: Side): boolean =>
  side === 'owner' ? said.toOwner > read.byOwner : said.toStaff > read.byStaff;

/** The ticket for that account. Refuses with `ticket-not-found` what is not theirs to see, as if there were none. */
export async function headFor(
  store: Pick<TicketStore, 'head'>,
  id: string,
  account: Account,
): Promise<{ readonly ticket: Ticket; readonly side: Side }> {
  const ticket = await store.head(id);
  const side = ticket && sideOf(ticket, account);
  if (!side) throw new Refusal('ticket-not-found');
  return { ticket, side };
}

/** The whole ticket for that account, likewise. */
export async function seenBy(
  store: Pick<TicketStore, 'read' | 'staff'>,
  id: string,
  account: Account,
): Promise<SeenTicket> {
  const staff = isStaff(account);
  const [found, assignees] = await Promise.all([store.read(id), staff ? store.staff() : []]);
  const side = found && sideOf(found.ticket, account);
  if (!side) throw new Refusal('ticket-not-found');
  return {
    ...seen(found, side),
    reader: account.id,
    ...(side === 'staff' && { assignees: withOwn(assignees, account) }),
  };
}

export const seen = ({ ticket, entries }: Conversation, side: Side): SeenTicket => ({
  ticket,
  entries: visibleTo(side, entries),
  side,
});

/** Who asks is staff, even where the list does not know it yet. */
export function withOwn(staff: readonly Assignee[], { id, name }: Account): readonly Assignee[] {
  return staff.some(({ account }) => account === id) ? staff : [...staff, { account: id, name }];
}
