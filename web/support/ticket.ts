import { busyButton } from '../shared/busy-button.ts';
import { find } from '../shared/dom.ts';
import type { Drafts } from '../shared/drafts.ts';
import { messageAt } from '../shared/message.ts';
import { problemSentence } from '../shared/problem-words.ts';
import { createCare } from './care.ts';
import { createEntries } from './entries.ts';
import { changeTicket, downloadFrom, loadTicket, type OpenTicket, receiveTicket, refuse } from './open-ticket.ts';
import { problems, words } from './page-words.ts';
import { createReply } from './reply.ts';

/** One ticket. */
export interface TicketPage {
  /** `sentence`: what there is to tell of it. */
  open(id: string, drafts: Drafts, sentence?: string): Promise<void>;
  /** Asks for what is new, if a ticket is shown. */
  refresh(): Promise<void>;
  close(): void;
}

type Ways = Pick<OpenTicket, 'left' | 'titled'>;

const heading = find('ticket-subject', HTMLElement);
const section = find('ticket', HTMLElement);

/** The page before any ticket is open. */
function openTicket(ways: Ways): OpenTicket {
  const page: OpenTicket = {
    ...ways,
    message: messageAt('ticket-message'),
    entries: createEntries((attachment) => void downloadFrom(page, attachment)),
    care: createCare((wish) => void changeTicket(page, wish, words.saved)),
    reply: createReply({
      left: ways.left,
      sent: (ticket) => receiveTicket(page, ticket),
      refused(problem) {
        page.reply.tell('bad', problemSentence(problem, problems));
        if (problem.code !== 'ticket-closed' || page.id === undefined) return;
        // The form goes, so it is told at the head; what was written stays.
        refuse(page, problem);
        void loadTicket(page, page.id);
      },
    }),
    id: undefined,
    shown: undefined,
    seen: undefined,
    trouble: undefined,
  };
  return page;
}

/** Closing and reopening: the heading takes the focus, for the button may be gone. */
function offer(page: OpenTicket, id: string, state: 'open' | 'closed', done: string): void {
  const button = find(id, HTMLButtonElement);
  const busy = busyButton(button);
  const change = async () => {
    await changeTicket(page, { state }, done);
    heading.focus();
  };
  button.addEventListener('click', () => void busy.run(words.saving, change));
}

function closePage(page: OpenTicket): void {
  section.hidden = true;
  find('ticket-body', HTMLElement).hidden = true;
  page.id = undefined;
  page.shown = undefined;
  page.message.clear();
  page.entries.clear();
  page.reply.close();
  heading.textContent = '';
  find('ticket-tags', HTMLElement).replaceChildren();
}

/** Prepares the page of a ticket. */
export function createTicketPage(ways: Ways): TicketPage {
  const page = openTicket(ways);
  offer(page, 'close-ticket', 'closed', words.closed);
  offer(page, 'reopen', 'open', words.reopened);
  return {
    async open(ticket, drafts, sentence) {
      section.hidden = false;
      section.ariaBusy = 'true';
      heading.textContent = words.loadingTicket;
      page.id = ticket;
      page.trouble = undefined;
      page.seen = undefined;
      page.reply.open(ticket, drafts);
      if (sentence !== undefined) page.message.tell('calm', sentence);
      await loadTicket(page, ticket);
      section.ariaBusy = 'false';
      if (page.shown === undefined && page.id === ticket) heading.textContent = '';
    },
    async refresh() {
      if (page.id !== undefined && page.trouble !== 'ticket-not-found') await loadTicket(page, page.id);
    },
    close: () => closePage(page),
  };
}
