import type { TicketView } from '../../lambdas/http/answers/support.ts';
import { find } from '../shared/dom.ts';
import { element } from '../shared/element.ts';
import { words } from './page-words.ts';

/** What somebody wants to become of a ticket. */
export type Wish = Readonly<Record<string, string | null>>;

/** What support staff decide about a ticket: state, assignee, priority. */
export interface Care {
  /** Shows what holds now; for others than support staff nothing. */
  show(ticket: TicketView): void;
}

/** `wish` is called with what somebody chose; what holds is shown again afterwards, whatever became of it. */
export function createCare(wish: (wish: Wish) => void): Care {
  const choice = (id: string) => find(`care-${id}`, HTMLSelectElement);
  const [state, assignee, priority] = [choice('state'), choice('assignee'), choice('priority')];
  state.addEventListener('change', () => wish({ state: state.value }));
  assignee.addEventListener('change', () => wish({ assignee: assignee.value === '' ? null : assignee.value }));
  priority.addEventListener('change', () => wish({ priority: priority.value }));
  /** A list that is open stays open while nothing of it changes. */
  const offer = (staff: readonly { readonly id: string; readonly name: string }[]) => {
    const offered = staff.map(({ id, name }) => `${id} ${name}`).join('\n');
    if (assignee.dataset.offered === offered) return;
    assignee.dataset.offered = offered;
    assignee.replaceChildren(...staff.map(({ id, name }) => element('option', { value: id }, name)));
  };
  return {
    show(ticket) {
      find('care', HTMLElement).hidden = !ticket.staff;
      if (!ticket.staff) return;
      offer([{ id: '', name: words.nobody }, ...(ticket.assignees ?? [])]);
      assignee.value = ticket.assignees?.find(({ name }) => name === ticket.assignee)?.id ?? '';
      state.value = ticket.state;
      priority.value = ticket.priority;
    },
  };
}
