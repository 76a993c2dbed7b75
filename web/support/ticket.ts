import type { TicketView } from '../../lambdas/http/answers/support.ts';
import { announce } from '../shared/announce.ts';
import { ask, type Outcome, type Problem } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find } from '../shared/dom.ts';
import type { Drafts } from '../shared/drafts.ts';
import { element } from '../shared/element.ts';
import { fill } from '../shared/format.ts';
import { messageAt } from '../shared/message.ts';
import { problemSentence } from '../shared/problem-words.ts';
import { randomKey } from '../shared/submission.ts';
import { createCare, type Wish } from './care.ts';
import { createEntries } from './entries.ts';
import { problems, words } from './page-words.ts';
import { createReply } from './reply.ts';
import { whenSomebodyIsThere } from './somebody.ts';
import { tagsOf, timeOf } from './ticket-row.ts';

/** One ticket. */
export interface TicketPage {
  /** `sentence`: what there is to tell of it. */
  open(id: string, drafts: Drafts, sentence?: string): Promise<void>;
  /** Asks for what is new, if a ticket is shown. */
  refresh(): Promise<void>;
  close(): void;
}

interface Ways {
  readonly left: (problem: Problem) => boolean;
  readonly titled: (title: string) => void;
}

/** Prepares the page of a ticket. */
export function createTicketPage({ left, titled }: Ways): TicketPage {
  const [section, body] = [find('ticket', HTMLElement), find('ticket-body', HTMLElement)];
  const heading = find('ticket-subject', HTMLElement);
  const message = messageAt('ticket-message');
  /** Which ticket is open, and how it was shown last. */
  let id: string | undefined;
  let shown: TicketView | undefined;
  /** Why it could not be read, the last time. */
  let trouble: Problem['code'] | undefined;

  const markRead = async ({ id: ticket, revision }: TicketView) => {
    if (shown?.id !== ticket) return;
    const outcome = await change(ticket, { revision, read: true });
    if (outcome.ok) receive(outcome.answer);
  };
  const receive = (ticket: TicketView) => {
    // What is on its way may be overtaken.
    if (ticket.id !== id || (shown && ticket.revision < shown.revision)) return;
    const isFirst = shown === undefined;
    shown = ticket;
    showHead(ticket);
    titled(ticket.subject);
    care.show(ticket);
    reply.allow(ticket);
    find('closed', HTMLElement).hidden = ticket.state !== 'closed';
    body.hidden = false;
    const news = entries.show(ticket.entries).filter(({ author }) => !author.you);
    if (!isFirst && news.length > 0) {
      reply.meanwhile(news.length);
      announce(fill(words.newEntry, { name: news.at(-1)?.author.name ?? '' }));
    }
    if (ticket.unread) whenSomebodyIsThere(() => void markRead(ticket));
  };
  const refuse = (problem: Problem) => {
    if (!left(problem)) message.tell('bad', problemSentence(problem, problems));
  };
  const load = async (ticket: string): Promise<void> => {
    const outcome = await ask('GET /api/tickets/{ticket}', { params: { ticket } });
    if (ticket !== id) return;
    if (outcome.ok) {
      if (trouble !== undefined) message.clear();
      trouble = undefined;
      return receive(outcome.answer);
    }
    const { problem } = outcome;
    // Told once: the page asks again and again.
    if (!shown && trouble !== problem.code) refuse(problem);
    else left(problem);
    trouble = problem.code;
  };
  const wish = async (wished: Wish, done: string) => {
    if (!shown) return;
    message.clear();
    const before = shown;
    const outcome = await change(before.id, { revision: before.revision, ...wished });
    if (before.id !== id) return;
    if (outcome.ok) {
      receive(outcome.answer);
      return message.tell('calm', done);
    }
    // What was chosen is not what holds.
    care.show(shown);
    refuse(outcome.problem);
    if (outcome.problem.code === 'ticket-changed') await load(before.id);
  };
  const download = async (attachment: string) => {
    if (!shown) return;
    const params = { ticket: shown.id, attachment };
    const outcome = await ask('GET /api/tickets/{ticket}/attachments/{attachment}', { params });
    // The bucket answers with a download, so the page stays.
    if (outcome.ok) element('a', { href: outcome.answer.url, rel: 'noreferrer' }).click();
    else refuse(outcome.problem);
  };
  const entries = createEntries((attachment) => void download(attachment));
  const care = createCare((wished) => void wish(wished, words.saved));
  const reply = createReply({
    left,
    sent: receive,
    refused(problem) {
      reply.tell('bad', problemSentence(problem, problems));
      if (problem.code !== 'ticket-closed') return;
      message.tell('bad', problemSentence(problem, problems));
      if (id !== undefined) void load(id);
    },
  });
  const offer = (button: string, state: string, done: string) => {
    const busy = busyButton(find(button, HTMLButtonElement));
    find(button, HTMLButtonElement).addEventListener(
      'click',
      () => void busy.run(words.saving, () => wish({ state }, done).then(focusHeading)),
    );
  };
  const focusHeading = () => heading.focus();
  offer('close-ticket', 'closed', words.closed);
  offer('reopen', 'open', words.reopened);
  return {
    async open(ticket, drafts, sentence) {
      section.hidden = false;
      section.ariaBusy = 'true';
      heading.textContent = words.loadingTicket;
      id = ticket;
      trouble = undefined;
      reply.open(ticket, drafts);
      if (sentence !== undefined) message.tell('calm', sentence);
      await load(ticket);
      section.ariaBusy = 'false';
      if (shown === undefined && id === ticket) heading.textContent = '';
    },
    async refresh() {
      if (id !== undefined && trouble !== 'ticket-not-found') await load(id);
    },
    close() {
      section.hidden = true;
      body.hidden = true;
      id = undefined;
      shown = undefined;
      message.clear();
      entries.clear();
      reply.close();
      heading.textContent = '';
      find('ticket-tags', HTMLElement).replaceChildren();
    },
  };
}

const change = (ticket: string, body: Readonly<Record<string, unknown>>): Promise<Outcome<TicketView>> =>
  ask('PATCH /api/tickets/{ticket}', { params: { ticket }, body, idempotencyKey: randomKey() });

function showHead(ticket: TicketView): void {
  const { subject, number, category, asked, createdAt } = ticket;
  find('ticket-subject', HTMLElement).textContent = subject;
  const facts = [number, words.categories[category], ...(asked === undefined ? [] : [asked])].join(' · ');
  find('ticket-tags', HTMLElement).replaceChildren(
    ...tagsOf(ticket, ticket.staff ? 'staff' : 'owner'),
    element('span', { class: 'help' }, facts),
    timeOf(createdAt),
  );
}
