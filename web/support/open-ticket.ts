import type { TicketView } from '../../lambdas/http/answers/support.ts';
import { announce } from '../shared/announce.ts';
import { ask, type Outcome, type Problem } from '../shared/api.ts';
import { find } from '../shared/dom.ts';
import { element } from '../shared/element.ts';
import { fill } from '../shared/format.ts';
import type { Message } from '../shared/message.ts';
import { problemSentence } from '../shared/problem-words.ts';
import { randomKey } from '../shared/submission.ts';
import type { Care, Wish } from './care.ts';
import type { Entries } from './entries.ts';
import { problems, words } from './page-words.ts';
import type { Reply } from './reply.ts';
import { whenSomebodyIsThere } from './somebody.ts';
import { tagsOf, timeOf } from './ticket-row.ts';

/** The page of a ticket as it stands: what the server told last, and the parts that show it. */
export interface OpenTicket {
  readonly message: Message;
  readonly entries: Entries;
  readonly care: Care;
  readonly reply: Reply;
  /** Leaves the page, if that is what the problem means. */
  readonly left: (problem: Problem) => boolean;
  readonly titled: (title: string) => void;
  /** Which ticket is open. */
  id: string | undefined;
  shown: TicketView | undefined;
  /** The revision that was last marked as read. */
  seen: number | undefined;
  /** Why it could not be read, the last time. */
  trouble: Problem['code'] | undefined;
}

/** Shows what the server told. */
export function receiveTicket(open: OpenTicket, ticket: TicketView): void {
  // What is on its way may be overtaken.
  if (ticket.id !== open.id || (open.shown && ticket.revision < open.shown.revision)) return;
  const isFirst = open.shown === undefined;
  open.shown = ticket;
  showHead(ticket);
  open.titled(ticket.subject);
  open.care.show(ticket);
  open.reply.allow(ticket);
  find('closed', HTMLElement).hidden = ticket.state !== 'closed';
  find('ticket-body', HTMLElement).hidden = false;
  const news = open.entries.show(ticket.entries).filter(({ author }) => !author.you);
  if (!isFirst && news.length > 0) {
    open.reply.meanwhile(news.length);
    announce(fill(words.newEntry, { name: news.at(-1)?.author.name ?? '' }));
  }
  // To staff it stays new until whoever takes care has read it: others say once that they have.
  if (ticket.unread && open.seen !== ticket.revision) whenSomebodyIsThere(() => void markRead(open, ticket));
}

/** Asks the server for the ticket. */
export async function loadTicket(open: OpenTicket, ticket: string): Promise<void> {
  const outcome = await ask('GET /api/tickets/{ticket}', { params: { ticket } });
  if (ticket !== open.id) return;
  if (outcome.ok) {
    if (open.trouble !== undefined) open.message.clear();
    open.trouble = undefined;
    return receiveTicket(open, outcome.answer);
  }
  const { problem } = outcome;
  // Told once: the page asks again and again.
  if (!open.shown && open.trouble !== problem.code) refuse(open, problem);
  else open.left(problem);
  open.trouble = problem.code;
}

/** Has something become of the ticket, and says that it is done. */
export async function changeTicket(open: OpenTicket, wish: Wish, done: string): Promise<void> {
  const { shown: before } = open;
  if (!before) return;
  open.message.clear();
  const outcome = await change(before, wish);
  if (before.id !== open.id) return;
  if (outcome.ok) {
    receiveTicket(open, outcome.answer);
    return open.message.tell('calm', done);
  }
  // What was chosen is not what holds.
  open.care.show(open.shown ?? before);
  refuse(open, outcome.problem);
  if (outcome.problem.code === 'ticket-changed') await loadTicket(open, before.id);
}

/** Begins the download of an attachment. */
export async function downloadFrom(open: OpenTicket, attachment: string): Promise<void> {
  if (!open.shown) return;
  const params = { ticket: open.shown.id, attachment };
  const outcome = await ask('GET /api/tickets/{ticket}/attachments/{attachment}', { params });
  // The bucket answers with a download, so the page stays.
  if (outcome.ok) element('a', { href: outcome.answer.url, rel: 'noreferrer' }).click();
  else refuse(open, outcome.problem);
}

/** Tells at the head of the ticket what is in the way. */
export function refuse(open: OpenTicket, problem: Problem): void {
  if (!open.left(problem)) open.message.tell('bad', problemSentence(problem, problems));
}

async function markRead(open: OpenTicket, ticket: TicketView): Promise<void> {
  if (open.shown?.id !== ticket.id) return;
  open.seen = ticket.revision;
  const outcome = await change(ticket, { read: true });
  if (outcome.ok) receiveTicket(open, outcome.answer);
  else open.seen = undefined;
}

const change = ({ id, revision }: TicketView, wish: Readonly<Record<string, unknown>>): Promise<Outcome<TicketView>> =>
  ask('PATCH /api/tickets/{ticket}', {
    params: { ticket: id },
    body: { revision, ...wish },
    idempotencyKey: randomKey(),
  });

function showHead(ticket: TicketView): void {
  const { subject, number, category, asked, guest, createdAt } = ticket;
  find('ticket-subject', HTMLElement).textContent = subject;
  const facts = [number, words.categories[category], ...[asked, guest].filter((one) => one !== undefined)].join(' · ');
  find('ticket-tags', HTMLElement).replaceChildren(
    ...tagsOf(ticket, ticket.staff ? 'staff' : 'owner'),
    element('span', { class: 'help' }, facts),
    timeOf(createdAt),
  );
}
