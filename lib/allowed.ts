import * as z from 'zod/mini';

/** Builders of schemas that answer every mistake with one sentence: what is allowed. */

export function allowing<T>(sentence: string, schema: z.ZodMiniType<T>) {
  return z.custom<T>((value) => schema.safeParse(value).success, sentence);
}

export const matching = (sentence: string, pattern: RegExp) => allowing(sentence, z.string().check(z.regex(pattern)));

export const line = (most: number) =>
  matching(`1 to ${most} characters on one line`, new RegExp(`^\\P{C}{1,${most}}$`, 'u'));

export const wholeNumber = (least: number, most: number, unit: string) =>
  allowing(`a whole number of ${unit} from ${least} to ${most}`, z.int().check(z.gte(least), z.lte(most)));

export const oneOf = <const T extends readonly string[]>(...values: T) =>
  allowing<T[number]>(`one of ${values.join(', ')}`, z.enum(values));

export const someOf = <const T extends readonly string[]>(...values: T) =>
  allowing<readonly T[number][]>(
    `a list of at least one of ${values.join(', ')}, each once`,
    z.array(z.enum(values)).check(z.minLength(1), z.refine(hasNoRepeats)),
  );

/** A list of `least` to `most` texts that match, none of them twice. */
export const listOf = (sentence: string, pattern: RegExp, least: number, most: number) =>
  allowing<readonly string[]>(
    sentence,
    z.array(z.string().check(z.regex(pattern))).check(z.minLength(least), z.maxLength(most), z.refine(hasNoRepeats)),
  );

export const yesOrNo = allowing('true or false', z.boolean());
export const colour = matching('a colour as #rrggbb', /^#[0-9a-f]{6}$/i);
export const address = allowing('an e-mail address, for example help@example.org', z.email());
export const httpsUrl = allowing('an address that begins with https://', z.url({ protocol: /^https$/ }));

function hasNoRepeats(list: readonly unknown[]): boolean {
  return new Set(list).size === list.length;
}
