import type { Locale } from '../../locales/locale.ts';

/** `5 minutes`, in the language's own form. */
export function lifetime(minutes: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute', unitDisplay: 'long' }).format(minutes);
}

/** `22 November 2026 at 17:36 UTC`. We do not know the reader's zone, so the zone is always said. */
export function longTime(at: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: 'UTC',
    timeZoneName: 'short',
  }).format(new Date(at));
}

/** `22/11/2026, 17:36 UTC`, for SMS. */
export function shortTime(at: string, locale: Locale): string {
  const options = { dateStyle: 'short', timeStyle: 'short', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat(locale, options).format(new Date(at))} UTC`;
}
