import type { Visit } from './account.ts';
import type { Assignee, Ticket, TicketChanges, TicketEntry, TicketState } from './ticket.ts';

/** On which side of a ticket somebody is. Who asked is never staff there, whatever their role. */
export type Side = 'owner' | 'staff';

/** A ticket with its conversation, oldest entry first. */
export interface Conversation {
  readonly ticket: Ticket;
  readonly entries: readonly TicketEntry[];
}

/** What a write uses up one of, a day (UTC). */
export interface DailyBudget {
  /** Whose: an account, or what stands for a guest. */
  readonly subject: string;
  readonly what: 'tickets' | 'replies' | 'uploads';
  readonly most: number;
}

/** Who reads: the owner's side is one person, on the other it matters which account it is. */
export type Reader = { readonly side: 'owner' } | { readonly side: 'staff'; readonly account: string };

/** A mail that an entry owes, on condition that none was owed to that side since the ticket was read. */
export interface TicketMail {
  readonly id: string;
  readonly to: Side;
  /** Whom: an account; of a guest, the ticket says it. */
  readonly account?: string;
}

/** An entry for a ticket as it was read, and what it makes of the ticket. */
export interface Addition {
  readonly ticket: Ticket;
  readonly entry: TicketEntry;
  /** Who has something new to read. */
  readonly news?: Side;
  readonly mail?: TicketMail;
  /** A side that needs no mail, on condition that it still has to read what the last one told it of. */
  readonly told?: Side;
  readonly budget: DailyBudget;
}

/** A reply or a remark. Others may be written at the same time: none is lost. */
export interface Reply extends Addition {
  /** In which state it leaves the ticket; absent: as it is. A ticket that is closed takes no such reply. */
  readonly state?: Exclude<TicketState, 'closed'>;
}

/** Refused when the ticket has had another entry, of those that this side may read, than were seen. */
export interface Change extends Addition {
  readonly side: Side;
  readonly seen: number;
  readonly changes: TicketChanges;
  /** For the audit trail, where staff did it. */
  readonly by?: { readonly account: string; readonly visit: Visit };
}

/** Where a list goes on. */
export interface Position {
  readonly queue?: Queue;
  /** The sort key of the last ticket that was listed. */
  readonly after: string;
}

export type Queue = 'open' | 'closed';

export interface TicketQuery {
  /** The tickets of one owner, or all of these queues, one after the other. */
  readonly of: { readonly owner: string } | { readonly queues: readonly Queue[] };
  readonly states?: readonly TicketState[];
  /** Id of an account; null: nobody's. */
  readonly assignee?: string | null;
  /** Each is part of what `searchText` makes of a ticket; as `searchWords` makes them. */
  readonly words: readonly string[];
  readonly from?: Position;
}

export interface TicketPage {
  readonly tickets: readonly Ticket[];
  readonly next?: Position;
}

/** Tickets and what is said in them. */
export interface ConversationStore {
  /** Consistently; undefined where there is none. */
  read(id: string): Promise<Conversation | undefined>;
  head(id: string): Promise<Ticket | undefined>;
  /** Newest change first; a moment late. */
  list(query: TicketQuery): Promise<TicketPage>;
  /** `repeated`: this ticket is there already. */
  register(ticket: Ticket, entry: TicketEntry, budget: DailyBudget): Promise<'registered' | 'repeated' | 'too-many'>;
  /** `repeated`: this entry is there already. `changed`: a mail was owed or read since; read again. `full`: see `MOST_ENTRIES`. */
  reply(reply: Reply): Promise<'added' | 'repeated' | 'closed' | 'full' | 'changed' | 'too-many'>;
  /** That so many entries were read; never back, never beyond what there is. Once somebody takes care, staff is who does. */
  markRead(ticket: string, reader: Reader, entries: number): Promise<void>;
  /** Uses up one of the day; false when none is left. */
  spend(budget: DailyBudget, now: number): Promise<boolean>;
}

/** What becomes of tickets besides, and who may take care of them. */
export interface DeskStore {
  change(change: Change): Promise<'changed' | 'changed-meanwhile' | 'too-many'>;
  /** Accounts of support staff that are not disabled. */
  staff(): Promise<readonly Assignee[]>;
}

export type TicketStore = ConversationStore & DeskStore;

/** A ticket takes no replies beyond so many entries, so that it can always be answered whole. */
export const MOST_ENTRIES = 300;

/** Whose a ticket is, as the rows and the budget of guests name them. */
export const ownerKey = ({ id, owner }: Pick<Ticket, 'id' | 'owner'>): string =>
  'account' in owner ? owner.account : `guest#${id}`;

/** The words of a text, as a search compares them. */
export const searchWords = (text: string): readonly string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 5);

/** How much a search sees of what was first written: lists pay for each kilobyte that they look through. */
const SEARCHED_CHARACTERS = 200;

/** What a search looks in; `text` is what who asked wrote first. Nothing of it is for support staff only. */
export function searchText({ number, subject, asked, owner }: Ticket, text = ''): string {
  const address = 'guest' in owner ? owner.guest.email : '';
  const begins = [...text].slice(0, SEARCHED_CHARACTERS).join('');
  return `${number} ${subject} ${asked} ${address} ${begins}`.normalize('NFKC').toLowerCase();
}
