import type { TicketHead, TicketList } from '../../lambdas/http/answers/support.ts';
import { ask, type Problem } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find, pageLocale } from '../shared/dom.ts';
import { fill, plural } from '../shared/format.ts';
import { messageAt } from '../shared/message.ts';
import { problemSentence } from '../shared/problem-words.ts';
import { readFilters, showFilters, whenFiltersChange } from './filter-form.ts';
import { type Filters, firstFilters, isNarrowed, mergeTickets, queryOf } from './filters.ts';
import { problems, words } from './page-words.ts';
import { ticketRow } from './ticket-row.ts';

/** The tickets that somebody may see. */
export interface List {
  /** Whose list it is. */
  begin(role: string): void;
  open(): void;
  close(): void;
  /** Asks for what is new, if the list is shown. */
  refresh(): Promise<void>;
  forget(): void;
}

/** Prepares the list; `left` leaves the page when nobody is signed in any more. */
export function createList(left: (problem: Problem) => boolean): List {
  const section = find('list', HTMLElement);
  const more = find('more', HTMLButtonElement);
  const [message, button] = [messageAt('list-message'), busyButton(more)];
  let filters: Filters = firstFilters('member');
  let tickets: readonly TicketHead[] = [];
  let cursor: string | undefined;
  /** Only the newest question is answered on the page. */
  let asked = 0;

  const show = (list: readonly TicketHead[]) => {
    tickets = list;
    showTickets(tickets, filters, cursor);
  };
  const request = async (from?: string): Promise<TicketList | undefined> => {
    asked += 1;
    const mine = asked;
    const outcome = await ask('GET /api/tickets', { query: queryOf(filters, from) });
    if (mine !== asked) return undefined;
    if (outcome.ok) {
      message.clear();
      return outcome.answer;
    }
    if (!left(outcome.problem)) message.tell('bad', problemSentence(outcome.problem, problems));
    return undefined;
  };
  const load = async () => {
    section.ariaBusy = 'true';
    const answer = await request();
    section.ariaBusy = 'false';
    find('list-count', HTMLElement).textContent = '';
    if (!answer) return;
    cursor = answer.cursor;
    show(answer.tickets);
  };
  const loadMore = async () => {
    const answer = await request(cursor);
    if (!answer) return;
    const before = tickets.length;
    cursor = answer.cursor;
    show([...tickets, ...answer.tickets.filter(({ id }) => tickets.every((shown) => shown.id !== id))]);
    rowAt(before)?.focus();
  };
  const refresh = async () => {
    if (section.hidden || section.ariaBusy === 'true') return;
    const answer = await request();
    if (!answer) return;
    // What was loaded below stays, and so does where it goes on.
    if (tickets.length <= answer.tickets.length) cursor = answer.cursor;
    show(tickets.length <= answer.tickets.length ? answer.tickets : mergeTickets(tickets, answer.tickets));
  };
  more.addEventListener('click', () => void button.run(words.loading, loadMore));
  whenFiltersChange(() => {
    filters = readFilters(filters);
    void load();
  });
  return {
    begin(role) {
      filters = firstFilters(role);
      showFilters(filters, role);
    },
    open() {
      section.hidden = false;
      if (tickets.length === 0) find('list-count', HTMLElement).textContent = words.loading;
      void load();
    },
    close() {
      section.hidden = true;
      message.clear();
    },
    refresh,
    forget() {
      cursor = undefined;
      tickets = [];
      find('tickets', HTMLUListElement).replaceChildren();
    },
  };
}

const rowAt = (index: number): HTMLElement | null | undefined =>
  find('tickets', HTMLUListElement).children[index]?.querySelector('a');

/** Shows the list, or what to do when it is empty. What had the focus keeps it. */
function showTickets(tickets: readonly TicketHead[], filters: Filters, cursor: string | undefined): void {
  const list = find('tickets', HTMLUListElement);
  const focused = [...list.children].findIndex((row) => row.contains(document.activeElement));
  const address = rowAt(focused)?.getAttribute('href');
  list.replaceChildren(...tickets.map((ticket) => ticketRow(ticket, filters.view === 'own' ? 'owner' : 'staff')));
  if (address) list.querySelector<HTMLElement>(`a[href="${address}"]`)?.focus();
  const found = plural(words.tickets, tickets.length, pageLocale());
  const count = cursor === undefined ? found : fill(words.andMore, { tickets: found });
  find('list-count', HTMLElement).textContent = tickets.length === 0 ? '' : count;
  find('more', HTMLButtonElement).hidden = cursor === undefined;
  find('list-empty', HTMLElement).hidden = tickets.length > 0 || cursor !== undefined;
  const { heading, text } = words.empty[isNarrowed(filters) ? 'filtered' : filters.view];
  find('empty-heading', HTMLElement).textContent = heading;
  find('empty-text', HTMLElement).textContent = text;
}
