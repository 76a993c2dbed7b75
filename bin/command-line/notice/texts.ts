import { usage } from '../command-error.ts';
import { readTextFile } from '../invitation/read-text-file.ts';
import { textOf, textsOf, type Values } from '../words.ts';

/** The texts by language: from `--text nl=…`, repeated, or from a JSON file `{ "nl": "…" }`. */
export async function givenTexts(values: Values): Promise<Readonly<Record<string, string>>> {
  const [given, file] = [textsOf(values, 'text'), textOf(values, 'file')];
  if (given.length > 0 === (file !== undefined))
    throw usage('Say --text LANGUAGE=TEXT, once per language, or --file FILE.');
  return file === undefined ? byLanguage(given) : inFile(await readTextFile(file));
}

function byLanguage(given: readonly string[]): Readonly<Record<string, string>> {
  const texts = given.map((one) => {
    const [, locale, text] = /^([A-Za-z-]+)=(.*)$/s.exec(one) ?? [];
    if (locale === undefined || text === undefined)
      throw usage('--text is LANGUAGE=TEXT, for example --text "nl=Onderhoud".');
    return [locale, text] as const;
  });
  if (new Set(texts.map(([locale]) => locale)).size < texts.length) throw usage('--text names a language twice.');
  return Object.fromEntries(texts);
}

function inFile(content: string): Readonly<Record<string, string>> {
  const entries = Object.entries(parsed(content) ?? {}).map(([locale, text]: [string, unknown]) => {
    if (typeof text !== 'string') throw usage(FORM);
    return [locale, text] as const;
  });
  if (entries.length === 0) throw usage(FORM);
  return Object.fromEntries(entries);
}

const FORM = 'The file is JSON, a text for each language: { "en-GB": "Maintenance …", "nl": "Onderhoud …" }.';

function parsed(content: string): object | undefined {
  try {
    const value: unknown = JSON.parse(content);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    throw usage(FORM);
  }
}
