import { expect, it } from 'vitest';
import {
  newPuzzle,
  PUZZLE_BITS,
  PUZZLE_FROM_SECONDS,
  PUZZLE_UNTIL_SECONDS,
  solvedPuzzle,
} from '../../lambdas/auth/puzzle.ts';
import { solve } from '../../web/help/solve.ts';
import { repeatable, START } from '../harness/people.ts';

const ring = { current: 'k2', keys: { k1: 'a'.repeat(64), k2: 'b'.repeat(64) } };
const puzzle = newPuzzle(ring, repeatable(), START);
const solution = await solve(puzzle, PUZZLE_BITS);
const inTime = START + PUZZLE_FROM_SECONDS * 1000;

it('is solved by the page, neither before its time nor after it', () => {
  const at = (now: number) => solvedPuzzle(ring, { puzzle, solution }, now);
  expect(at(inTime)).toBe(puzzle.split('.')[1]);
  expect(at(START + PUZZLE_UNTIL_SECONDS * 1000)).toBeDefined();
  expect(at(inTime - 1)).toBeUndefined();
  expect(at(START + PUZZLE_UNTIL_SECONDS * 1000 + 1)).toBeUndefined();
});

it.each([
  ['another number', { puzzle, solution: solution + 1 }],
  ['a later time', { puzzle: puzzle.replace(String(START), String(START + 1)), solution }],
  ['a puzzle of its own', { puzzle: `${START}.${'n'.repeat(22)}.${'m'.repeat(22)}`, solution }],
  ['something else', { puzzle: '', solution: 0 }],
])('refuses %s', (_, given) => {
  expect(solvedPuzzle(ring, given, inTime)).toBeUndefined();
});

it('counts with the key before the current one, and with no foreign key', () => {
  expect(
    solvedPuzzle({ ...ring, current: 'k3', keys: { ...ring.keys, k3: 'c' } }, { puzzle, solution }, inTime),
  ).toBeDefined();
  expect(solvedPuzzle({ current: 'k1', keys: { k1: 'a'.repeat(64) } }, { puzzle, solution }, inTime)).toBeUndefined();
});
