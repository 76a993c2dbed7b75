import { find } from '../shared/dom.ts';
import type { Filters } from './filters.ts';

const SEARCHES_AFTER_MILLISECONDS = 400;

const choice = (id: string) => find(id, HTMLSelectElement);
const search = find('search', HTMLInputElement);

/** Shows the filters of somebody with this role; only support staff have a queue. */
export function showFilters({ view, state, assigned }: Filters, role: string): void {
  choice('view').value = view;
  choice('state').value = state;
  choice('assigned').value = assigned;
  search.value = '';
  find('view-field', HTMLElement).hidden = role === 'member';
  find('assigned-field', HTMLElement).hidden = view !== 'queue';
}

/** What is chosen now. */
export function readFilters({ view }: Filters): Filters {
  const chosen = choice('view').value;
  const next = chosen === 'own' || chosen === 'queue' ? chosen : view;
  find('assigned-field', HTMLElement).hidden = next !== 'queue';
  return { view: next, state: choice('state').value, assigned: choice('assigned').value, search: search.value };
}

/** Calls when something else is chosen, and a moment after the last letter of a search, or with Enter. */
export function whenFiltersChange(changed: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const now = () => {
    clearTimeout(timer);
    changed();
  };
  for (const id of ['view', 'state', 'assigned']) choice(id).addEventListener('change', now);
  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(now, SEARCHES_AFTER_MILLISECONDS);
  });
  find('filters', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    now();
  });
}
