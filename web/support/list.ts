import type { TicketHead, TicketList } from '../../lambdas/http/answers/support.ts';
import { ask, type Problem } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find, pageLocale } from '../shared/dom.ts';
import { fill, plural } from '../shared/format.ts';
import { type Message, messageAt } from '../shared/message.ts';
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

/** The list as it stands. */
interface OpenList {
  readonly message: Message;
  readonly left: (problem: Problem) => boolean;
  filters: Filters;
  tickets: readonly TicketHead[];
  /** Where it goes on; absent at the end. */
  cursor: string | undefined;
  /** Only the newest question is answered on the page. */
  asked: number;
}

const section = find('list', HTMLElement);
const place = find('tickets', HTMLUListElement);
const count = find('list-count', HTMLElement);

/** The link of a row. */
const linkAt = (index: number) => place.children[index]?.querySelector('a');

/** Shows the list, or what to do when it is empty. What had the focus keeps it. */
function show(list: OpenList, tickets: readonly TicketHead[]): void {
  list.tickets = tickets;
  const { filters, cursor } = list;
  const focused = [...place.children].findIndex((row) => row.contains(document.activeElement));
  const address = linkAt(focused)?.getAttribute('href');
  place.replaceChildren(...tickets.map((ticket) => ticketRow(ticket, filters.view === 'own' ? 'owner' : 'staff')));
  if (address) place.querySelector<HTMLElement>(`a[href="${address}"]`)?.focus();
  const found = plural(words.tickets, tickets.length, pageLocale());
  const told = cursor === undefined ? found : fill(words.andMore, { tickets: found });
  count.textContent = tickets.length === 0 ? '' : told;
  find('more', HTMLButtonElement).hidden = cursor === undefined;
  find('list-empty', HTMLElement).hidden = tickets.length > 0 || cursor !== undefined;
  const { heading, text } = words.empty[isNarrowed(filters) ? 'filtered' : filters.view];
  find('empty-heading', HTMLElement).textContent = heading;
  find('empty-text', HTMLElement).textContent = text;
}

/** Asks; undefined when there is nothing to show: a problem was told, or something else has been asked since. */
async function request(list: OpenList, from?: string): Promise<TicketList | undefined> {
  list.asked += 1;
  const mine = list.asked;
  const outcome = await ask('GET /api/tickets', { query: queryOf(list.filters, from) });
  if (mine !== list.asked) return undefined;
  if (outcome.ok) {
    list.message.clear();
    return outcome.answer;
  }
  if (!list.left(outcome.problem)) list.message.tell('bad', problemSentence(outcome.problem, problems));
  return undefined;
}

async function load(list: OpenList): Promise<void> {
  section.ariaBusy = 'true';
  if (list.tickets.length === 0) count.textContent = words.loading;
  const answer = await request(list);
  section.ariaBusy = 'false';
  count.textContent = '';
  if (!answer) return;
  list.cursor = answer.cursor;
  show(list, answer.tickets);
}

async function loadMore(list: OpenList): Promise<void> {
  const answer = await request(list, list.cursor);
  if (!answer) return;
  const { tickets } = list;
  list.cursor = answer.cursor;
  show(list, [...tickets, ...answer.tickets.filter(({ id }) => tickets.every((shown) => shown.id !== id))]);
  linkAt(tickets.length)?.focus();
}

async function refresh(list: OpenList): Promise<void> {
  if (section.hidden || section.ariaBusy === 'true') return;
  const answer = await request(list);
  if (!answer) return;
  // What was loaded below stays, and so does where it goes on.
  const isWhole = list.tickets.length <= answer.tickets.length;
  if (isWhole) list.cursor = answer.cursor;
  show(list, isWhole ? answer.tickets : mergeTickets(list.tickets, answer.tickets));
}

/** Prepares the list; `left` leaves the page when nobody is signed in any more. */
export function createList(left: (problem: Problem) => boolean): List {
  const message = messageAt('list-message');
  const list: OpenList = { message, left, filters: firstFilters('member'), tickets: [], cursor: undefined, asked: 0 };
  const more = find('more', HTMLButtonElement);
  const button = busyButton(more);
  more.addEventListener('click', () => void button.run(words.loading, () => loadMore(list)));
  whenFiltersChange(() => {
    list.filters = readFilters(list.filters);
    void load(list);
  });
  return {
    begin(role) {
      list.filters = firstFilters(role);
      showFilters(list.filters, role);
    },
    open() {
      section.hidden = false;
      void load(list);
    },
    close() {
      section.hidden = true;
      message.clear();
    },
    refresh: () => refresh(list),
    forget() {
      list.cursor = undefined;
      list.tickets = [];
      place.replaceChildren();
    },
  };
}
