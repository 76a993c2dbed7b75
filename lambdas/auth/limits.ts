/** Wrong answers that cost no wait. */
export const FREE_TRIES = 5;
/** Wrong answers in a row after which a factor is closed for the browsers that share a tally. */
export const CLOSING_TRIES = 50;
/** Seconds to wait after the 5th, 6th, … wrong answer in a row; the last holds for all that follow. */
export const DELAYS_SECONDS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900] as const;

/** Wrong answers in a row, and when the last try was bought (milliseconds since 1970). */
export interface Tally {
  readonly tries: number;
  readonly at: number;
}

/** How long the next try has to wait after that many in a row. */
export function delaySeconds(tries: number): number {
  if (tries < FREE_TRIES) return 0;
  return DELAYS_SECONDS[Math.min(tries - FREE_TRIES, DELAYS_SECONDS.length - 1)] ?? 0;
}

/** Milliseconds since 1970 before which no try is evaluated. */
export const delayedUntil = (tally: Tally): number => tally.at + delaySeconds(tally.tries) * 1000;

export const ADDRESS_WINDOW_SECONDS = 10 * 60;
/** Wrong answers in a window from one network address, after which further ones wait. */
export const ADDRESS_TRIES = 100;

/** As `delayedUntil`, for an address: its first hundred in a window are free, and the window's end frees it. */
export function addressDelayedUntil(tally: Tally): number {
  const windowEnd = (Math.floor(tally.at / 1000 / ADDRESS_WINDOW_SECONDS) + 1) * ADDRESS_WINDOW_SECONDS * 1000;
  return Math.min(tally.at + delaySeconds(tally.tries - ADDRESS_TRIES + FREE_TRIES) * 1000, windowEnd);
}

/** How many messages may be sent: at most one per `gapSeconds`, and so many per hour and day. */
export interface SendBudget {
  readonly gapSeconds: number;
  readonly perHour: number;
  readonly perDay: number;
}

/** Codes after a right password, or inside a session. */
export const CODE_SENDS: SendBudget = { gapSeconds: 30, perHour: 10, perDay: 40 };

/** What a stranger can trigger: recovery, reminders, invitations sent again. Known browsers have their own. */
export const STRANGER_SENDS: SendBudget = { gapSeconds: 30, perHour: 5, perDay: 10 };

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/**
 * The earliest time at which the budget allows the next message, in Unix seconds; not after `now` means now.
 * `sent`: Unix seconds of earlier messages, oldest first, as `withSend` keeps them.
 */
export function nextSendAt(budget: SendBudget, sent: readonly number[]): number {
  const last = sent.at(-1);
  if (last === undefined) return 0;
  const hour = sent.at(-budget.perHour);
  const day = sent.at(-budget.perDay);
  return Math.max(
    last + budget.gapSeconds,
    hour === undefined ? 0 : hour + HOUR_SECONDS,
    day === undefined ? 0 : day + DAY_SECONDS,
  );
}

/** The messages sent, with one more now; only what the budget still needs is kept. */
export function withSend(budget: SendBudget, sent: readonly number[], nowSeconds: number): readonly number[] {
  return [...sent, nowSeconds].filter((at) => at > nowSeconds - DAY_SECONDS).slice(-budget.perDay);
}
