import type { TicketHead } from '../../lambdas/http/answers/support.ts';
import { pageLocale } from '../shared/dom.ts';
import { element } from '../shared/element.ts';
import { fill } from '../shared/format.ts';
import { words } from './page-words.ts';

const tag = (kind: string, text: string): HTMLElement => element('span', { class: `tag tag-${kind}` }, text);

/** State and, where it matters, priority and that anybody may have written it; `who` looks: what waits for an answer waits for its owner. */
export function tagsOf({ state, priority, guest }: TicketHead, who: 'owner' | 'staff'): readonly HTMLElement[] {
  const isTheirTurn = state === 'waiting' && who === 'owner';
  const told = isTheirTurn ? tag('yours', words.waitingForYou) : tag(state, words.states[state]);
  const matters = priority === 'high' || priority === 'urgent';
  return [
    told,
    ...(matters ? [tag(priority, words.priorities[priority])] : []),
    ...(guest === undefined ? [] : [tag('guest', words.guest)]),
  ];
}

/** Date and time, short enough for a list. */
export function timeOf(at: string): HTMLTimeElement {
  const text = new Intl.DateTimeFormat(pageLocale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
  return element('time', { datetime: at, class: 'help' }, text);
}

/** A ticket in the list, as one link. */
export function ticketRow(ticket: TicketHead, who: 'owner' | 'staff'): HTMLLIElement {
  const { asked, assignee } = ticket;
  const facts = [
    ticket.number,
    words.categories[ticket.category],
    ...(asked === undefined ? [] : [asked]),
    ...(assignee === undefined ? [] : [fill(words.assignedTo, { name: assignee })]),
  ];
  const subject = element(
    'span',
    { class: 'subject' },
    ticket.unread ? tag('new', words.unread) : undefined,
    ticket.unread ? ' ' : undefined,
    ticket.subject,
  );
  const link = element(
    'a',
    { class: ticket.unread ? 'ticket unread' : 'ticket', href: `#${ticket.id}` },
    subject,
    element('span', { class: 'help facts-line' }, facts.join(' · ')),
    element('span', { class: 'tags' }, ...tagsOf(ticket, who)),
    timeOf(ticket.changedAt),
  );
  return element('li', {}, link);
}
