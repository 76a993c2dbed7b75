import { beginFrame, type Frame } from '../portal/frame.ts';
import { forgetOwner, showOwner } from '../portal/owner.ts';
import type { Problem } from '../shared/api.ts';
import { within } from '../shared/dom.ts';
import { browserStorage, type Drafts, draftsOf } from '../shared/drafts.ts';
import { fill } from '../shared/format.ts';
import { askWhileVisible } from './every.ts';
import { createList } from './list.ts';
import { createNewTicket } from './new-ticket.ts';
import { words } from './page-words.ts';
import { createTicketPage } from './ticket.ts';

const TITLE = document.title;
const left = (problem: Problem): boolean => frame.left(problem);

const list = createList(left);
const ticket = createTicketPage({
  left,
  titled: (title) => {
    document.title = `${title} · ${TITLE}`;
  },
});
const newTicket = createNewTicket({
  left,
  registered({ id, number }) {
    registered = fill(words.ticketRegistered, { number });
    location.hash = id;
  },
});

/** What there is to tell of the ticket that is about to be shown. */
let registered: string | undefined;
/** Whose drafts these are, once somebody is known. */
let drafts: Drafts | undefined;
/** What is open: the fragment of the address, or nothing yet. */
let open: string | undefined;

/** Shows what the address names: links in mails name a ticket. */
function show(focus: 'heading' | 'nothing'): void {
  if (!drafts) return;
  open = location.hash.slice(1);
  document.title = TITLE;
  list.close();
  newTicket.close();
  ticket.close();
  if (open === 'new') newTicket.open(drafts);
  else if (/^[A-Za-z0-9_-]{22}$/.test(open)) void ticket.open(open, drafts, registered);
  else list.open();
  registered = undefined;
  if (focus === 'heading') within(document.body, 'main section:not([hidden]) h1', HTMLHeadingElement).focus();
}

const frame: Frame = beginFrame({
  show({ account }) {
    showOwner();
    const isFirst = drafts === undefined;
    drafts ??= draftsOf(account.id, browserStorage());
    if (!isFirst) return;
    list.begin(account.role);
    show('nothing');
  },
  forget(known) {
    forgetOwner(known);
    if (known === 'lost') return;
    drafts = undefined;
    open = undefined;
    list.forget();
    for (const part of [list, newTicket, ticket]) part.close();
  },
});

addEventListener('hashchange', () => show('heading'));
askWhileVisible(async () => {
  await Promise.all([list.refresh(), ticket.refresh()]);
});
