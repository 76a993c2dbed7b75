import { CommandError } from './command-error.ts';

/** A record of a CSV file. */
export interface CsvRecord {
  /** The line on which it begins; the first is 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * The records of a CSV file (RFC 4180): fields in quotes may hold separators, line ends and doubled quotes; lines end
 * with CRLF, LF or CR. The separator is a comma, or the semicolon of spreadsheets that keep the comma for numbers.
 * Empty lines are left out. Throws `CommandError` where quotes stand wrong.
 */
export function parseCsv(text: string): readonly CsvRecord[] {
  const plain = text.replace(/^\ufeff/, '');
  const separator = separatorOf(plain);
  const records: CsvRecord[] = [];
  let record: OpenRecord = begin(1);
  let line = 1;
  const token = new RegExp(`"((?:[^"]|"")*)"|[^"${separator}\\r\\n]+|${separator}|\\r\\n|\\r|\\n|"`, 'g');
  for (const [part, quoted] of plain.matchAll(token)) {
    if (/^[\r\n]/.test(part)) {
      line += 1;
      records.push(...ended(record));
      record = begin(line);
    } else if (part === separator) {
      record = { ...record, fields: [...record.fields, record.field ?? ''], field: undefined };
    } else if (part === '"' || record.field !== undefined) {
      throw new CommandError('csv-invalid', `Quotes stand wrong in the record that begins on line ${record.line}.`);
    } else {
      record = { ...record, field: quoted?.replaceAll('""', '"') ?? part };
      line += quoted?.match(/\r\n|\r|\n/g)?.length ?? 0;
    }
  }
  return [...records, ...ended(record)];
}

interface OpenRecord extends CsvRecord {
  /** The field after those, as far as there is any of it. */
  readonly field: string | undefined;
}

const begin = (line: number): OpenRecord => ({ line, fields: [], field: undefined });

function ended({ line, fields, field }: OpenRecord): readonly CsvRecord[] {
  return fields.length === 0 && field === undefined ? [] : [{ line, fields: [...fields, field ?? ''] }];
}

function separatorOf(text: string): ',' | ';' {
  const [header = ''] = text.split(/[\r\n]/, 1);
  return header.includes(';') && !header.includes(',') ? ';' : ',';
}
