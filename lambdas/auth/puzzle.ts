import { createHash } from 'node:crypto';
import { derive, type KeyRing, newId, type Random, sameText } from './tokens.ts';

/** Zero bits that the hash begins with: some 33,000 hashes, about a second of a phone. */
export const PUZZLE_BITS = 15;
/** A person takes longer to write; a robot does not wait. */
export const PUZZLE_FROM_SECONDS = 3;
export const PUZZLE_UNTIL_SECONDS = 30 * 60;

/**
 * A small proof of work: `TIME.NONCE.MAC`, of which nothing is stored until it is used. It makes a flood dear and keeps
 * nobody out; the limits do that.
 */
export function newPuzzle(ring: KeyRing, random: Random, now: number): string {
  const [time, nonce] = [String(now), newId(random)];
  const mac = macOf(ring, ring.current, time, nonce);
  if (mac === undefined) throw new Error('The key ring has no current key.');
  return `${time}.${nonce}.${mac}`;
}

const PUZZLE = /^(\d{13})\.([\w-]{22})\.([\w-]{22})$/;

/** The nonce of a puzzle of ours that is solved, neither too soon nor too late; undefined otherwise. */
export function solvedPuzzle(ring: KeyRing, { puzzle, solution }: Solved, now: number): string | undefined {
  const [, time = '', nonce = '', mac = ''] = PUZZLE.exec(puzzle) ?? [];
  const isOurs = Object.keys(ring.keys).some((keyId) => sameText(macOf(ring, keyId, time, nonce) ?? '', mac));
  const age = now - Number(time);
  const isInTime = age >= PUZZLE_FROM_SECONDS * 1000 && age <= PUZZLE_UNTIL_SECONDS * 1000;
  return isOurs && isInTime && beginsWithZeros(puzzle, solution) ? nonce : undefined;
}

export interface Solved {
  readonly puzzle: string;
  /** A number; SHA-256 of `puzzle.number` begins with `PUZZLE_BITS` zero bits. */
  readonly solution: number;
}

function beginsWithZeros(puzzle: string, solution: number): boolean {
  const hash = createHash('sha256').update(`${puzzle}.${solution}`).digest();
  return hash.readUInt32BE(0) >>> (32 - PUZZLE_BITS) === 0;
}

function macOf(ring: KeyRing, keyId: string, time: string, nonce: string): string | undefined {
  return derive(ring, keyId, 'puzzle', [time, nonce])?.subarray(0, 16).toString('base64url');
}
