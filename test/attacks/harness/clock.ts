/**
 * The time of the functions under attack: stands still until it is moved. A function takes the clock that is `set`
 * when its module is loaded, so that two instances can have clocks that differ.
 */
export interface Clock {
  now(): number;
  /** Moves this clock. */
  advance(seconds: number): void;
  /** Another clock, ahead of this one by so much, that moves with it. */
  ahead(seconds: number): Clock;
}

export function createClock(): Clock {
  let time = Date.UTC(2026, 10, 22, 12, 0, 0);
  const clockAhead = (by: number): Clock => ({
    now: () => time + by * 1000,
    advance: (seconds) => {
      time += seconds * 1000;
    },
    ahead: (seconds) => clockAhead(by + seconds),
  });
  return clockAhead(0);
}

/** Makes `Date.now` tell that clock's time, for the modules that are loaded meanwhile. */
export async function loadedWith<T>(clock: Clock, load: () => Promise<T>): Promise<T> {
  const real = Date.now;
  Date.now = () => clock.now();
  try {
    return await load();
  } finally {
    Date.now = real;
  }
}
