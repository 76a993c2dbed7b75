/**
 * Calls `show` each second, and at once when the page is seen again: what is shown is reckoned from absolute times, so
 * a tab that slept tells the truth. Returns what stops it.
 */
export function everySecond(show: () => void): () => void {
  const showWhenSeen = () => {
    if (document.visibilityState === 'visible') show();
  };
  const timer = setInterval(show, 1000);
  document.addEventListener('visibilitychange', showWhenSeen);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', showWhenSeen);
  };
}

/** Whole seconds from `now` until `at` (both in milliseconds), never below 0. */
export function secondsUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / 1000));
}

/** Answers count in whole seconds: what differs by less is the same moment, and a clock on the page must not stagger. */
const SAME_MOMENT_MILLISECONDS = 1500;

/** The moment (in milliseconds) that is `seconds` after `now`; one of those known already, if it is the same. */
export function momentIn(seconds: number, now: number, known: readonly number[]): number {
  const at = now + seconds * 1000;
  return known.find((moment) => Math.abs(moment - at) < SAME_MOMENT_MILLISECONDS) ?? at;
}

/** Shows the seconds that are left until `endsAt`, now and each second; 0 is shown once and is the last. */
export function countDown(endsAt: number, show: (secondsLeft: number) => void): void {
  const tick = () => {
    const secondsLeft = secondsUntil(endsAt, Date.now());
    if (secondsLeft === 0) stop();
    show(secondsLeft);
  };
  const stop = everySecond(tick);
  tick();
}
