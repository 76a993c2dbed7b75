import { expect, it } from 'vitest';
import type { Notice } from '../../lambdas/auth/notices.ts';
import type { PublishedNotice } from '../../lambdas/auth/published-notices.ts';
import { publishedNotices } from '../../lambdas/auth/published-notices.ts';
import { dismiss, dismissed, isDismissible } from '../../web/notices/dismissed.ts';
import { shownAt, textIn } from '../../web/notices/shown.ts';

const AT = Date.UTC(2026, 10, 22, 12);
const HOUR = 3_600_000;

const notice = (id: string, given: Partial<Notice> = {}): Notice => ({
  id,
  severity: 'news',
  text: { nl: 'Hallo', 'en-GB': 'Hello' },
  from: AT,
  until: AT + HOUR,
  createdAt: AT,
  ...given,
});
const publish = (notices: readonly Notice[], now = AT) => publishedNotices(notices, 'en-GB', now);
const idsAt = (notices: readonly Notice[], now: number) => shownAt(publish(notices), now).shown.map(({ id }) => id);

it('publishes what is shown now or later, and nothing that is nobody’s business', () => {
  const later = notice('later', { from: AT + HOUR, until: AT + 2 * HOUR, link: 'https://example.org/' });
  expect(publish([later, notice('over', { until: AT }), notice('now')])).toEqual({
    notices: [
      {
        id: 'now',
        severity: 'news',
        text: { 'en-GB': 'Hello', nl: 'Hallo' },
        from: '2026-11-22T12:00:00.000Z',
        until: '2026-11-22T13:00:00.000Z',
      },
      {
        id: 'later',
        severity: 'news',
        text: { 'en-GB': 'Hello', nl: 'Hallo' },
        from: '2026-11-22T13:00:00.000Z',
        until: '2026-11-22T14:00:00.000Z',
        link: 'https://example.org/',
      },
    ],
  });
});

it('shows a notice from its beginning until its end, the gravest first', () => {
  const all = [
    notice('news'),
    notice('works', { severity: 'maintenance', from: AT + 10, until: AT + 20 }),
    notice('care', { severity: 'warning' }),
  ];
  expect(idsAt(all, AT - 1)).toEqual([]);
  expect(idsAt(all, AT)).toEqual(['care', 'news']);
  expect(idsAt(all, AT + 10)).toEqual(['works', 'care', 'news']);
  expect(idsAt(all, AT + 20)).toEqual(['care', 'news']);
  expect(idsAt(all, AT + HOUR)).toEqual([]);
});

it('knows when to look again', () => {
  const file = publish([notice('a', { from: AT + 10 }), notice('b', { until: AT + 5 })]);
  expect([AT, AT + 5, AT + 10, AT + HOUR].map((now) => shownAt(file, now).changesAt)).toEqual([
    AT + 5,
    AT + 10,
    AT + HOUR,
    undefined,
  ]);
});

it('remembers in the browser which news was put away, for as long as it is published', () => {
  const kept = new Map<string, string>();
  const storage = {
    ...{ length: 0, key: () => null, removeItem: () => undefined },
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  expect(dismissed(storage)).toEqual([]);
  dismiss('a', publish([notice('a'), notice('b')]), storage);
  dismiss('b', publish([notice('a'), notice('b')]), storage);
  expect(dismissed(storage)).toEqual(['a', 'b']);
  dismiss('c', publish([notice('b'), notice('c')]), storage);
  expect(dismissed(storage)).toEqual(['b', 'c']);
  expect((['news', 'warning', 'maintenance'] as const).map((severity) => isDismissible({ severity }))).toEqual([
    true,
    false,
    false,
  ]);
});

it.each([
  ['nl', 'Hallo'],
  ['en-GB', 'Hello'],
  ['fr', 'Hello'],
])('says it in %s, or in the first language of the portal', (locale, text) => {
  const [published] = publish([notice('a')]).notices satisfies readonly PublishedNotice[];
  expect(published && textIn(published, locale)).toBe(text);
});
