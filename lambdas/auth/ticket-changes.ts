import type { Account, Visit } from './account.ts';
import { Refusal } from './refusal.ts';
import type { Assignee, Priority, Ticket, TicketChanges, TicketEntry, TicketState } from './ticket.ts';
import { withOwn } from './ticket-access.ts';
import { authorOf, REPLIES_PER_DAY, tooManyToday } from './ticket-replies.ts';
import type { Side, TicketMail, TicketStore } from './ticket-store.ts';
import { newId, type Random } from './tokens.ts';

/** What somebody asks of a ticket. */
export interface Wish {
  /** The one that was seen. */
  readonly revision: number;
  readonly state?: TicketState | undefined;
  readonly priority?: Priority | undefined;
  /** Id of an account; null: nobody. */
  readonly assignee?: string | null | undefined;
}

export interface Changing {
  readonly account: Account;
  readonly side: Side;
  readonly wish: Wish;
  readonly id: string;
  readonly visit: Visit;
}

export interface ChangeNeeds {
  readonly store: Pick<TicketStore, 'change' | 'staff'>;
  readonly random: Random;
}

/**
 * Closes, reopens, assigns, or changes the priority. Who asked may close and reopen, and nothing else. What is so already
 * needs no write, so a repeat is no conflict. To whom a ticket is given by somebody else it is new, and told by mail.
 */
export async function change({ store, random }: ChangeNeeds, ticket: Ticket, changing: Changing): Promise<void> {
  const { account, side, wish, id, visit } = changing;
  if (side === 'owner') checkOwner(wish);
  const changes = await changesOf(store, ticket, changing);
  if (Object.keys(changes).length === 0) return;
  // Who takes care is the staff's own affair.
  const isInternal = Object.keys(changes).join() === 'assignee';
  const given = changes.assignee?.account;
  const mail = given === undefined || given === account.id ? undefined : mailToStaff(random, given);
  const news: Side = side === 'owner' || isInternal ? 'staff' : 'owner';
  const entry: TicketEntry = {
    id,
    at: visit.at,
    author: authorOf(account),
    changed: changes,
    attachments: [],
    ...(isInternal && { internal: true as const }),
  };
  const outcome = await store.change({
    ticket,
    side,
    seen: wish.revision,
    entry,
    changes,
    ...((mail || !isInternal) && { news }),
    ...(mail && { mail }),
    budget: { subject: account.id, what: 'replies', most: REPLIES_PER_DAY[side] },
    ...(side === 'staff' && { by: { account: account.id, visit } }),
  });
  if (outcome === 'too-many') throw tooManyToday(visit.at);
  if (outcome === 'changed-meanwhile') throw new Refusal('ticket-changed');
}

const mailToStaff = (random: Random, account: string): TicketMail => ({ id: newId(random), to: 'staff', account });

function checkOwner({ state, priority, assignee }: Wish): void {
  if (priority !== undefined || assignee !== undefined || state === 'waiting') throw new Refusal('not-allowed');
}

async function changesOf(
  store: Pick<TicketStore, 'staff'>,
  ticket: Ticket,
  { account, wish }: Changing,
): Promise<TicketChanges> {
  const { state, priority, assignee } = wish;
  return {
    ...(state !== undefined && state !== ticket.state && { state }),
    ...(priority !== undefined && priority !== ticket.priority && { priority }),
    ...(assignee !== undefined &&
      assignee !== (ticket.assignee?.account ?? null) && {
        assignee: assignee === null ? null : await assigneeOf(store, assignee, account),
      }),
  };
}

async function assigneeOf(store: Pick<TicketStore, 'staff'>, id: string, account: Account): Promise<Assignee> {
  const found = withOwn(await store.staff(), account).find((one) => one.account === id);
  if (!found) throw new Refusal('not-allowed');
  return found;
}
