import type { Locale } from './locale.ts';

/** A text that an organisation wrote: in one language for everybody, or in several. */
export type Texts = string | Readonly<Partial<Record<Locale, string>>>;

const languageOf = (locale: string): string => locale.split('-')[0] ?? '';

/** The text in this language, else in a variety of it, else in the first of `fallbacks` that there is, else in any. */
export function textIn(texts: Texts, locale: Locale, fallbacks: readonly Locale[]): string {
  if (typeof texts === 'string') return texts;
  const given = Object.entries(texts);
  const find = (fits: (tag: string) => boolean) => given.find(([tag]) => fits(tag))?.[1];
  const fallback = fallbacks.map((tag) => texts[tag]).find((text) => text !== undefined);
  return texts[locale] ?? find((tag) => languageOf(tag) === languageOf(locale)) ?? fallback ?? given[0]?.[1] ?? '';
}
