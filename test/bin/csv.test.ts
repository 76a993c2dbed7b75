import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../bin/command-line/csv.ts';

const fieldsOf = (text: string) => parseCsv(text).map(({ fields }) => fields);

describe('a CSV file (RFC 4180)', () => {
  it.each([
    [
      'commas',
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'no end of the last line',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'CR alone',
      'a,b\rc,d\r',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'empty fields',
      ',a,\n,,',
      [
        ['', 'a', ''],
        ['', '', ''],
      ],
    ],
    [
      'quotes',
      '"a","b,c","d ""e"""\n"","x"',
      [
        ['a', 'b,c', 'd "e"'],
        ['', 'x'],
      ],
    ],
    [
      'line ends within quotes',
      '"a\r\nb",c\nd,"e\n"',
      [
        ['a\r\nb', 'c'],
        ['d', 'e\n'],
      ],
    ],
    ['a byte order mark', '\ufeffa,b', [['a', 'b']]],
    ['empty lines', '\n\na\n\n\nb\n', [['a'], ['b']]],
    ['one empty field in quotes', '""\na', [[''], ['a']]],
    [
      'semicolons, where the first line has no comma',
      'a;b\nc,d;e',
      [
        ['a', 'b'],
        ['c,d', 'e'],
      ],
    ],
    [
      'a semicolon in a file of commas',
      'a,b\nc;d,e',
      [
        ['a', 'b'],
        ['c;d', 'e'],
      ],
    ],
    ['spaces as they are', ' a , b', [[' a ', ' b']]],
    ['nothing', '', []],
  ])('is read with %s', (_, text, records) => {
    expect(fieldsOf(text)).toEqual(records);
  });

  it('tells the line on which a record begins', () => {
    expect(parseCsv('a\r\n"b\r\nc"\r\n\r\n"d\ne",f').map(({ line }) => line)).toEqual([1, 2, 5]);
  });

  it.each(['a,"b', 'a,"b\nc', 'a,b"c', 'a,"b"c', 'a,"b""', '"a" ,b'])('refuses %j, and says where', (text) => {
    expect(() => parseCsv(`x,y\n${text}`)).toThrow(/Quotes stand wrong in the record that begins on line 2\./);
  });
});
