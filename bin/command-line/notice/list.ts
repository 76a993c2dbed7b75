import { columns } from '../columns.ts';
import type { Command, Desk, Said } from '../command.ts';
import { cells, document } from './shown.ts';

export const list: Command = {
  summary: 'Lists the notices, also those that are planned or over.',
  options: {},
  run,
};

const HEAD = ['ID', 'STATE', 'SEVERITY', 'FROM (UTC)', 'UNTIL (UTC)', 'TEXT'];

async function run({ notices: { board, clock } }: Desk): Promise<Said> {
  const [all, now] = [await board.all(), clock()];
  const lines = all.length === 0 ? ['No notices.'] : columns([HEAD, ...all.map((notice) => cells(notice, now))]);
  return {
    document: { notices: all.map((notice) => document(notice, now)) },
    words: lines.map((line) => `${line}\n`).join(''),
  };
}
