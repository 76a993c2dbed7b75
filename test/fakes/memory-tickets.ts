import type { Assignee, Ticket, TicketEntry, TicketState } from '../../lambdas/auth/ticket.ts';
import { isUnread } from '../../lambdas/auth/ticket-access.ts';
import {
  type Addition,
  type DailyBudget,
  MOST_ENTRIES,
  ownerKey,
  type Queue,
  type Reply,
  searchText,
  type TicketQuery,
  type TicketStore,
} from '../../lambdas/auth/ticket-store.ts';
import type { OwedTicketNote } from '../../lambdas/notify/owed.ts';
import { mailOf } from '../../lambdas/store/ticket-writes.ts';

const PAGE = 50;

/** Tickets in memory, and what else their writes leave behind. */
export interface MemoryTickets extends TicketStore {
  readonly owed: OwedTicketNote[];
  /** Tickets that staff changed, by whom. */
  readonly audited: { readonly account: string; readonly ticket: string; readonly fields: readonly string[] }[];
}

interface Kept {
  ticket: Ticket;
  readonly entries: TicketEntry[];
}

export function memoryTickets(staff: readonly Assignee[] = []): MemoryTickets {
  const kept = new Map<string, Kept>();
  const spent = new Map<string, number>();
  const owed: OwedTicketNote[] = [];
  const audited: MemoryTickets['audited'] = [];

  const mayStillSpend = ({ subject, what, most }: DailyBudget, now: number) =>
    (spent.get(dayOf(subject, what, now)) ?? 0) < most;
  const spend = ({ subject, what }: DailyBudget, now: number) => {
    const day = dayOf(subject, what, now);
    spent.set(day, (spent.get(day) ?? 0) + 1);
  };
  const add = (found: Kept, addition: Addition, after: Partial<Ticket>) => {
    const { ticket, entry, mail, budget } = addition;
    found.ticket = { ...counted(found.ticket, addition), ...after };
    found.entries.push(entry);
    spend(budget, entry.at);
    if (mail) owed.push(mailOf({ ...addition, ticket }, mail));
  };

  return {
    owed,
    audited,
    async read(id) {
      const found = kept.get(id);
      return found && { ticket: found.ticket, entries: [...found.entries].sort(byTime) };
    },
    head: async (id) => kept.get(id)?.ticket,
    list: async (query) => pageOf([...kept.values()], query),
    async register(ticket, entry, budget) {
      if (kept.has(ticket.id)) return 'repeated';
      if (!mayStillSpend(budget, entry.at)) return 'too-many';
      spend(budget, entry.at);
      kept.set(ticket.id, { ticket, entries: [entry] });
      return 'registered';
    },
    async reply(reply) {
      const found = kept.get(reply.ticket.id);
      if (!found) return 'changed';
      const obstacle = obstacleTo(found, reply);
      if (obstacle === 'repeated') return obstacle;
      if (!mayStillSpend(reply.budget, reply.entry.at)) return 'too-many';
      if (obstacle) return obstacle;
      add(found, reply, reply.state ? { state: reply.state } : {});
      return 'added';
    },
    async change(given) {
      const { changes, entry, side, seen, by } = given;
      const found = kept.get(given.ticket.id);
      if (found?.entries.some(({ id }) => id === entry.id)) return 'changed';
      if (!mayStillSpend(given.budget, entry.at)) return 'too-many';
      if (!found || seen !== (side === 'owner' ? found.ticket.shown : found.ticket.revision))
        return 'changed-meanwhile';
      const { assignee, ...rest } = changes;
      found.ticket = assigned(found.ticket, assignee);
      add(found, given, rest);
      if (by) audited.push({ account: by.account, ticket: given.ticket.id, fields: Object.keys(changes) });
      return 'changed';
    },
    async markRead(id, reader, entries) {
      const found = kept.get(id);
      if (!found) return;
      const { read, shown, revision, assignee } = found.ticket;
      const isOwner = reader.side === 'owner';
      if (!isOwner && assignee && assignee.account !== reader.account) return;
      const [before, most] = isOwner ? [read.byOwner, shown] : [read.byStaff, revision];
      if (entries <= before || entries > most) return;
      found.ticket = { ...found.ticket, read: { ...read, [isOwner ? 'byOwner' : 'byStaff']: entries } };
    },
    staff: async () => staff,
    async spend(budget, now) {
      if (!mayStillSpend(budget, now)) return false;
      spend(budget, now);
      return true;
    },
  };
}

/** Whoever takes care from now on has had no mail. */
function assigned(before: Ticket, assignee: Assignee | null | undefined): Ticket {
  if (assignee === undefined) return before;
  const { assignee: _, ...ticket } = before;
  return { ...ticket, mailed: { ...ticket.mailed, staff: 0 }, ...(assignee && { assignee }) };
}

/** What stands in the way of a reply, in the order in which it is told. */
function obstacleTo({ ticket, entries }: Kept, { entry, state, mail, told, ticket: read }: Reply) {
  if (entries.some(({ id }) => id === entry.id)) return 'repeated';
  if (state && ticket.state === 'closed') return 'closed';
  if (ticket.revision >= MOST_ENTRIES) return 'full';
  if (told && !isUnread(ticket, told)) return 'changed';
  return mail && ticket.mailed[mail.to] !== read.mailed[mail.to] ? 'changed' : undefined;
}

const dayOf = (subject: string, what: string, now: number) => `${subject} ${what} ${Math.floor(now / 86_400_000)}`;

const byTime = (a: TicketEntry, b: TicketEntry) => a.at - b.at || (a.id < b.id ? -1 : 1);

function counted(ticket: Ticket, { entry, news, mail }: Addition): Ticket {
  const { revision, shown, said, mailed } = ticket;
  return {
    ...ticket,
    revision: revision + 1,
    ...(!entry.internal && { shown: shown + 1, changedAt: entry.at }),
    said: {
      toOwner: news === 'owner' ? shown + 1 : said.toOwner,
      toStaff: news === 'staff' ? revision + 1 : said.toStaff,
    },
    mailed: mail ? { ...mailed, [mail.to]: entry.at } : mailed,
  };
}

function pageOf(kept: readonly Kept[], { of, states, assignee, words, from }: TicketQuery) {
  const isIn = (ticket: Ticket) =>
    'owner' in of ? ownerKey(ticket) === of.owner : of.queues.includes(queueOf(ticket));
  const wanted = kept
    .filter(({ ticket, entries }) => words.every((word) => searchText(ticket, entries[0]?.text).includes(word)))
    .map(({ ticket }) => ticket)
    .filter(isIn)
    .filter(({ state }) => states === undefined || states.includes(state))
    .filter((ticket) => assignee === undefined || (ticket.assignee?.account ?? null) === assignee);
  const queues = 'queues' in of ? of.queues : [];
  const place = (ticket: Ticket) => queues.indexOf(queueOf(ticket));
  const sorted = wanted.sort((a, b) => place(a) - place(b) || (sortOf(a) < sortOf(b) ? 1 : -1));
  const start = from ? sorted.findIndex((ticket) => sortOf(ticket) === from.after) + 1 : 0;
  const page = sorted.slice(start, start + PAGE);
  const last = page.at(-1);
  const hasMore = sorted.length > start + PAGE;
  return {
    tickets: page,
    ...(last && hasMore && { next: { after: sortOf(last), ...('queues' in of && { queue: queueOf(last) }) } }),
  };
}

const sortOf = ({ id, changedAt }: Ticket) => `${new Date(changedAt).toISOString()}#${id}`;
const queueOf = ({ state }: { readonly state: TicketState }): Queue => (state === 'closed' ? 'closed' : 'open');
