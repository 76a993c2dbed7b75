import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Figures of one attack: always how often it was tried, and what came of it. */
export type Figures = Readonly<Record<string, string | number>>;

/** Where figures are collected, one JSON document a line; `npm run bench` reads it. */
const FIGURES_FILE = process.env.GATEHOUSE_FIGURES ?? '.local/attack-figures.jsonl';

const print = process.stdout.write.bind(process.stdout);

/** Prints the figures of an attack and keeps them. */
export function report(attack: string, figures: Figures): void {
  mkdirSync(dirname(FIGURES_FILE), { recursive: true });
  appendFileSync(FIGURES_FILE, `${JSON.stringify({ attack, ...figures })}\n`);
  const told = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
  print(`${attack}: ${told.join(', ')}\n`);
}

/** How often to repeat a random attack: `GATEHOUSE_ROUNDS` times the usual number. */
export const rounds = (usual: number): number => Math.ceil(usual * Number(process.env.GATEHOUSE_ROUNDS ?? 1));
