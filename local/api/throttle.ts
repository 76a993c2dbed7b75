/** A token bucket: `burst` requests at once, `rate` a second in the long run. Time is handed in, in milliseconds. */
export interface Throttle {
  /** Whether one more request may pass now; if so, it has been counted. */
  readonly admit: (now: number) => boolean;
}

export function createThrottle(rate: number | undefined, burst: number | undefined): Throttle {
  if (rate === undefined || burst === undefined) return { admit: () => true };
  let tokens = burst;
  let last = 0;
  return {
    admit: (now) => {
      tokens = Math.min(burst, tokens + (Math.max(0, now - last) / 1000) * rate);
      last = now;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
