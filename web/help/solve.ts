/** Numbers tried at once; hashing happens beside the page, so that it stays responsive. */
const BATCH = 256;

/**
 * The number that solves a puzzle: SHA-256 of `puzzle.number` begins with so many zero bits. Rejects when `signal` says
 * that nobody waits for it any longer.
 */
export async function solve(puzzle: string, bits: number, signal?: AbortSignal): Promise<number> {
  for (let from = 0; ; from += BATCH) {
    signal?.throwIfAborted();
    const found = await solutionIn(puzzle, bits, from);
    if (found !== undefined) return found;
  }
}

async function solutionIn(puzzle: string, bits: number, from: number): Promise<number | undefined> {
  const encoder = new TextEncoder();
  const numbers = Array.from({ length: BATCH }, (_, index) => from + index);
  const hashes = await Promise.all(
    numbers.map((number) => crypto.subtle.digest('SHA-256', encoder.encode(`${puzzle}.${number}`))),
  );
  const index = hashes.findIndex((hash) => new DataView(hash).getUint32(0) >>> (32 - bits) === 0);
  return index < 0 ? undefined : from + index;
}
