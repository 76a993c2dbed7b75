import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { locales } from '../locales/locale.ts';
import type { Texts } from '../locales/texts.ts';
import { squareSize } from '../web/app-icons.ts';

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
export const svgFile = allowing(
  'the path of an .svg file that exists',
  z.string().check(z.endsWith('.svg'), z.refine(existsSync)),
);
export const iconFile = allowing(
  'the path of a square .png file, at least 512 pixels a side',
  z.string().check(z.refine((path) => existsSync(path) && squareSize(readFileSync(path)) >= 512)),
);

/** A line, or one for each language. */
export const texts = (most: number) =>
  allowing<Texts>(
    `1 to ${most} characters on one line, or such a line for each language, as { 'en-GB': …, nl: … }`,
    z.union([
      line(most),
      z.partialRecord(z.enum(locales), line(most)).check(z.refine((given) => Object.keys(given).length > 0)),
    ]),
  );

/** Another host by https without anybody's name in it, or a path of this one; no browser reads another host into either. */
export const link = allowing(
  'an address that begins with https://, or a path that begins with /',
  z.string().check(
    z.refine((given) => ADDRESS.test(given) || SITE_PATH.test(given)),
    z.refine(isAddress),
  ),
);

const ADDRESS = /^https:\/\/[^\s\p{C}\\/?#@]+([/?#][^\s\p{C}\\]*)?$/u;
const SITE_PATH = /^\/(?!\/)[^\s\p{C}\\]*$/u;

function isAddress(given: string): boolean {
  return URL.canParse(given, 'https://portal.example');
}

function hasNoRepeats(list: readonly unknown[]): boolean {
  return new Set(list).size === list.length;
}
