import type { PublishedNotice, PublishedNotices } from '../../lambdas/auth/published-notices.ts';

/** Those that are shown at a time, the gravest first, and when that changes next. */
export function shownAt({ notices }: PublishedNotices, now: number) {
  const order = (severity: string) => ORDER.indexOf(severity);
  const shown = notices
    .filter(({ from, until }) => Date.parse(from) <= now && now < Date.parse(until))
    .sort((a, b) => order(a.severity) - order(b.severity));
  const changes = notices.flatMap(({ from, until }) => [Date.parse(from), Date.parse(until)]).filter((at) => at > now);
  return { shown, changesAt: changes.length > 0 ? Math.min(...changes) : undefined };
}

const ORDER: readonly string[] = ['maintenance', 'warning', 'news'] satisfies readonly PublishedNotice['severity'][];

/** The text in a language, else in the portal's first. */
export const textIn = ({ text }: Pick<PublishedNotice, 'text'>, locale: string): string =>
  text[locale] ?? Object.values(text).find((one) => one !== undefined) ?? '';
