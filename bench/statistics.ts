export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [below = Number.NaN, above = below] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (below + above) / 2;
}

/** The nearest rank: of a hundred values, the 99th percentile is the second largest. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? Number.NaN;
}

/** One sample of each by turns, so that whatever else the machine does falls upon all alike. */
export async function interleave<Name extends string, Sample>(
  names: readonly Name[],
  rounds: number,
  take: (name: Name) => Promise<Sample> | Sample,
): Promise<ReadonlyMap<Name, readonly Sample[]>> {
  const taken = new Map<Name, Sample[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) taken.get(name)?.push(await take(name));
  }
  return taken;
}
