/** A number as it is stored: E.164, with the country that was found when it was stored. */
export interface StoredNumber {
  readonly number: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** Whether an SMS may go there: the number is E.164 (ITU-T, at most 15 digits) and its country is allowed. */
export function mayText({ number, country }: StoredNumber, countries: readonly string[]): boolean {
  return /^\+[1-9][0-9]{6,14}$/.test(number) && countries.includes(country);
}
