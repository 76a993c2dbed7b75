import { describe, expect, it } from 'vitest';
import type { TicketHead } from '../../lambdas/http/answers/support.ts';
import { queries } from '../../lambdas/http/bodies/support.ts';
import { firstFilters, isNarrowed, mergeTickets, queryOf } from '../../web/support/filters.ts';
import { isLonger, sizeText } from '../../web/support/sizes.ts';
import { fitName, unfitOf } from '../../web/support/upload.ts';

const all = { view: 'queue', state: 'any', assigned: 'me', search: ' wiki ' } as const;

describe('the filters of tickets', () => {
  it('show members their own tickets, and support staff the queue', () => {
    expect(queryOf(firstFilters('member'))).toEqual({ view: 'own' });
    for (const role of ['support', 'admin']) expect(queryOf(firstFilters(role))).toEqual({ view: 'queue' });
  });

  it('become a query that the server takes', () => {
    const query = queryOf(all, 'next');
    expect(query).toEqual({ view: 'queue', state: 'any', assigned: 'me', search: 'wiki', cursor: 'next' });
    expect(queries['GET /api/tickets'].parse(query)).toEqual(query);
    expect(queryOf({ ...all, view: 'own' })).not.toHaveProperty('assigned');
  });

  it('know whether they may hide something', () => {
    expect(isNarrowed(firstFilters('admin'))).toBe(false);
    expect(isNarrowed({ ...firstFilters('member'), assigned: 'me' })).toBe(false);
    for (const change of [{ state: 'open' }, { search: 'x' }, { assigned: 'me' }]) {
      expect(isNarrowed({ ...firstFilters('admin'), ...change })).toBe(true);
    }
  });
});

it('a list that is asked for again keeps what was loaded below, and shows nothing twice', () => {
  const head = (id: string, minute: number): TicketHead => ({
    ...{ id, number: id, subject: id, category: 'other', priority: 'normal', state: 'open', unread: false },
    createdAt: '2026-11-22T10:00:00.000Z',
    changedAt: `2026-11-22T10:0${minute}:00.000Z`,
  });
  const shown = [head('a', 5), head('b', 4), head('c', 3), head('d', 2)];
  // `d` has been answered, and `a` is closed.
  const first = [head('d', 6), head('b', 4)];
  expect(mergeTickets(shown, first).map(({ id }) => id)).toEqual(['d', 'b', 'c']);
});

describe('a file', () => {
  it.each([
    ['a.PNG', 10, undefined],
    ['a.exe', 10, 'refused'],
    ['a.png', 0, 'empty'],
    ['a.png', 10 * 1024 * 1024, undefined],
    ['a.png', 10 * 1024 * 1024 + 1, 'tooBig'],
  ])('%s of %i bytes: %s', (name, size, unfit) => {
    expect(unfitOf({ name, size })).toBe(unfit);
  });

  it('has a name that the server takes, however long it was', () => {
    expect(fitName('log.txt')).toBe('log.txt');
    const fit = fitName(`${'😀'.repeat(200)}/\ud800\n.final.pdf`);
    expect([[...fit].length, fit.endsWith('😀.pdf'), /[/\n]/.test(fit)]).toEqual([120, true, false]);
  });

  it('has a size that people can read', () => {
    expect([1, 1024, 2_400_000].map((size) => sizeText(size, 'de'))).toEqual(['1 kB', '1 kB', '2,3 MB']);
  });
});

it('a text is as long as the server counts it', () => {
  expect([isLonger('😀'.repeat(4), 4), isLonger('😀'.repeat(5), 4)]).toEqual([false, true]);
});
