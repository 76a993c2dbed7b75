/**
 * The functions' time: the machine's time plus an offset, which workers read from shared memory. It starts at zero
 * with every start. Only `Date` follows it; timers and `performance` run in real time.
 */
export interface Clock {
  /** One number: the offset in milliseconds. */
  readonly memory: SharedArrayBuffer;
  readonly offsetSeconds: () => number;
  /** Milliseconds since 1970, as the functions see them. */
  readonly now: () => number;
  readonly advance: (seconds: number) => void;
}

export function createClock(): Clock {
  const memory = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT);
  const offset = new Float64Array(memory);
  const milliseconds = () => offset[0] ?? 0;
  return {
    memory,
    offsetSeconds: () => milliseconds() / 1000,
    now: () => Date.now() + milliseconds(),
    advance: (seconds) => {
      offset[0] = milliseconds() + seconds * 1000;
    },
  };
}
