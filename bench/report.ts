import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, totalmem, type } from 'node:os';

/** What one figure came to. */
export interface Figure {
  readonly title: string;
  /** How it was taken, in a sentence or two. */
  readonly how: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** What we hold ourselves to, and whether it is so. */
  readonly targets: readonly Target[];
}

export interface Target {
  readonly what: string;
  readonly most: number;
  readonly got: number;
}

const FILE = new URL('./RESULTS.md', import.meta.url);

export const ratio = (value: number): string => `${value.toFixed(2)} ×`;
export const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB`;

export function renderFigure({ title, how, columns, rows, targets }: Figure): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  const table = [line(columns), line(columns.map(() => '---')), ...rows.map(line)];
  const held = targets.map(({ what, most, got }) => {
    const told = Number.isInteger(got) ? String(got) : got.toFixed(2);
    return `- ${got <= most ? 'held' : '**not held**'}: ${what}: ${told}, at most ${most}`;
  });
  return [`## ${title}`, '', how, '', ...table, '', ...held, ''].join('\n');
}

/** Writes the results with what they were taken on: ratios travel to other machines, times do not. */
export function writeResults(figures: readonly Figure[], command: string): void {
  const head = [
    '# What `npm run bench` measured',
    '',
    'Written by the bench; `docs/performance.md` says what the figures mean. Ratios were taken side by side in one run.',
    '',
    `- commit: ${commit()}`,
    `- taken: ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    `- machine: ${machine()}`,
    `- command: \`${command}\``,
    '',
  ];
  writeFileSync(FILE, [...head, ...figures.map(renderFigure)].join('\n'));
}

function commit(): string {
  const git = (...words: string[]) => execFileSync('git', words, { encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--untracked-files=no', '--', ':!bench/RESULTS.md');
  return `${git('rev-parse', '--short=12', 'HEAD')}${changed === '' ? '' : ', with changes that were not committed'}`;
}

function machine(): string {
  const [{ model = 'unknown' } = {}, ...others] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${others.length + 1} × ${model.trim()}, ${memory} GiB, ${type()}, Node ${process.version}`;
}
