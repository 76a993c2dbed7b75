/**
 * One way to sign in with a password and a code, in a process of its own. Told a number, it signs in so many times, one
 * after the other, and tells what it took.
 */
export interface Taken {
  /** CPU time of the process, milliseconds a flow. */
  readonly cpu: number;
  /** Milliseconds of each flow. */
  readonly walls: readonly number[];
}

/** `flow` signs somebody in, from the password to the session, and throws when that fails. */
export function compete(flow: () => Promise<void>): void {
  process.on('message', async (flows: number) => {
    const walls: number[] = [];
    const before = process.cpuUsage();
    for (let done = 0; done < flows; done += 1) {
      const began = performance.now();
      await flow();
      walls.push(performance.now() - began);
    }
    const { user, system } = process.cpuUsage(before);
    const taken: Taken = { cpu: (user + system) / 1000 / flows, walls };
    process.send?.(taken);
  });
  process.send?.('ready');
}

/** The members this process signs in, one after the other: it is started with the first one's number. */
export function counter(): () => number {
  let next = Number(process.argv[2]);
  return () => next++;
}
