import { setTimeout as pause } from 'node:timers/promises';

/**
 * Works on items in their order, so many at once. At the first error it begins nothing more, waits for what is under
 * way, and throws it.
 */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const errors: unknown[] = [];
  const worker = async () => {
    for (const item of rest) {
      if (errors.length > 0) return;
      await work(item).catch((error: unknown) => errors.push(error));
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  if (errors.length > 0) throw errors[0];
}

/** Waits for one's turn, so many times a second and no more. */
export function pace(perSecond: number): () => Promise<void> {
  let next = 0;
  return async () => {
    const turn = Math.max(next, Date.now());
    next = turn + 1000 / perSecond;
    await pause(Math.max(0, turn - Date.now()));
  };
}
