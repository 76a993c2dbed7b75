/** How many files go with one entry. */
export const MOST_FILES = 5;
/** Characters of a text, and of a subject, as the server counts them: code points. */
export const MOST_TEXT = 4000;
export const MOST_SUBJECT = 120;

/** A size as people read it; 10 MB are 10 × 1024 × 1024 bytes. */
export function sizeText(bytes: number, locale: string): string {
  const [unit, value] =
    bytes < 1024 * 1024
      ? (['kilobyte', Math.ceil(bytes / 1024)] as const)
      : (['megabyte', bytes / 1024 / 1024] as const);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
}

export const isLonger = (text: string, most: number): boolean => [...text].length > most;
