/** The languages the portal speaks, as BCP 47 tags. The first is the source and the fallback. */
export const locales = ['en-GB', 'en-US', 'nl', 'fr', 'de'] as const;

export type Locale = (typeof locales)[number];

export function isLocale(value: string): value is Locale {
  return locales.some((locale) => locale === value);
}
