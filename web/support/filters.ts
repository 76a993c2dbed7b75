import type { TicketHead } from '../../lambdas/http/answers/support.ts';

/** What of the tickets is listed. `state` '': all that are not closed. */
export interface Filters {
  readonly view: 'own' | 'queue';
  readonly state: string;
  readonly assigned: string;
  readonly search: string;
}

/** What somebody sees first: support staff what waits for them, others their own. */
export const firstFilters = (role: string): Filters => ({
  view: role === 'member' ? 'own' : 'queue',
  state: '',
  assigned: 'anybody',
  search: '',
});

/** The query string of a request; `cursor` goes on where an answer ended. */
export function queryOf({ view, state, assigned, search }: Filters, cursor?: string): Readonly<Record<string, string>> {
  return {
    view,
    ...(state !== '' && { state }),
    ...(view === 'queue' && assigned !== 'anybody' && { assigned }),
    ...(search.trim() !== '' && { search: search.trim() }),
    ...(cursor !== undefined && { cursor }),
  };
}

/** Whether something may be hidden by the filters, so that nothing shown does not mean nothing there. */
export const isNarrowed = ({ view, state, assigned, search }: Filters): boolean =>
  state !== '' || search.trim() !== '' || (view === 'queue' && assigned !== 'anybody');

/** The list with its beginning as it is now: what was loaded below stays, and nothing stands there twice. */
export function mergeTickets(shown: readonly TicketHead[], first: readonly TicketHead[]): readonly TicketHead[] {
  const last = first.at(-1);
  const ids = new Set(first.map(({ id }) => id));
  const rest = shown.filter(({ id, changedAt }) => !ids.has(id) && last !== undefined && changedAt <= last.changedAt);
  return [...first, ...rest];
}
