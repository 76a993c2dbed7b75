import type { Notice, Severity } from './notices.ts';

/** The file `notices.json` next to the pages. */
export interface PublishedNotices {
  readonly notices: readonly PublishedNotice[];
}

/** What everybody may read of a notice. Times are ISO 8601. */
export interface PublishedNotice {
  readonly id: string;
  readonly severity: Severity;
  /** By language; the portal's first one is always there, and comes first. */
  readonly text: Readonly<Partial<Record<string, string>>>;
  readonly from: string;
  readonly until: string;
  readonly link?: string;
  readonly closesSignIn?: true;
}

/** The file's content: what is shown now or later. */
export function publishedNotices(notices: readonly Notice[], firstLocale: string, now: number): PublishedNotices {
  const live = notices.filter(({ until }) => until > now).sort((a, b) => a.from - b.from);
  return { notices: live.map((notice) => published(notice, firstLocale)) };
}

function published({ id, severity, text, from, until, link, closesSignIn }: Notice, first: string): PublishedNotice {
  const ordered = Object.entries(text).sort(([a], [b]) => Number(b === first) - Number(a === first));
  return {
    id,
    severity,
    text: Object.fromEntries(ordered),
    from: new Date(from).toISOString(),
    until: new Date(until).toISOString(),
    ...(link !== undefined && { link }),
    ...(closesSignIn && { closesSignIn }),
  };
}
