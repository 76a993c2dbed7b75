import { isDeepStrictEqual } from 'node:util';
import { ADDRESS_WINDOW_SECONDS, CLOSING_TRIES, delayedUntil, type Tally } from '../../lambdas/auth/limits.ts';
import type { Postage } from '../../lambdas/auth/recovery-store.ts';
import type { StrangerKeys } from '../../lambdas/auth/sign-in-store.ts';
import type { Bought, Factor, Standing, TallyKey } from '../../lambdas/auth/tally.ts';

type Counters = Partial<Standing> & {
  readonly knownUntil?: number;
  readonly since?: number;
  readonly mailed?: readonly number[];
};

/** The table `limits` as a map: what each verb means, said with the pure functions of `auth/limits.ts`. */
export function memoryTallies() {
  const rows = new Map<string, Counters>();
  const strangers = new Map<string, Tally>();
  const nameOf = ({ subject, browser = '' }: TallyKey) => `${subject} ${browser}`;
  const rowOf = (key: TallyKey): Counters => rows.get(nameOf(key)) ?? {};
  const put = (key: TallyKey, counters: Counters) => rows.set(nameOf(key), counters);
  const isClosed = (tally: Tally | undefined) => (tally?.tries ?? 0) >= CLOSING_TRIES;
  const standing = ({ sent = [], triesOnly = false, password, code }: Counters): Standing => ({
    sent,
    triesOnly,
    ...(password && { password }),
    ...(code && { code }),
  });
  const pairName = ({ pair }: StrangerKeys) => `pair ${pair}`;
  const addressName = ({ address, now }: StrangerKeys) =>
    `address ${address} ${Math.floor(now / 1000 / ADDRESS_WINDOW_SECONDS)}`;
  const without = (counters: Counters, factor: Factor): Counters =>
    Object.fromEntries(Object.entries(counters).filter(([name]) => name !== factor));

  const count = (name: string, at: number): void => {
    strangers.set(name, { tries: (strangers.get(name)?.tries ?? 0) + 1, at });
  };

  return {
    buy(key: TallyKey, factor: Factor, now: number): Bought {
      const row = rowOf(key);
      if (key.browser !== undefined && (row.knownUntil ?? 0) <= now) return { outcome: 'unknown' };
      const tally = row[factor];
      const closes = key.browser === undefined ? [tally] : [row.password, row.code];
      if (closes.some(isClosed)) return { outcome: 'closed', at: tally?.at ?? now };
      const until = tally ? delayedUntil(tally) : 0;
      if (until > now) return { outcome: 'delayed', until };
      const after = { ...row, [factor]: { tries: (tally?.tries ?? 0) + 1, at: now } };
      put(key, after);
      return { outcome: 'bought', standing: standing(after) };
    },

    reopen(key: TallyKey, closedAt: number, now: number): Bought {
      const row = rowOf(key);
      if (!isClosed(row.password) || row.password?.at !== closedAt) return { outcome: 'closed', at: closedAt };
      const after = { ...row, password: { tries: 1, at: now } };
      put(key, after);
      return { outcome: 'bought', standing: standing(after) };
    },

    reopenCode(key: TallyKey, closedAt: number): 'reopened' | 'closed' {
      const row = rowOf(key);
      if (!isClosed(row.code) || row.code?.at !== closedAt) return 'closed';
      put(key, without(row, 'code'));
      return 'reopened';
    },

    /** Whether the sends are those that were read, and the known browser still is one. */
    maySend(key: TallyKey, sentBefore: readonly number[] | undefined): boolean {
      const row = rows.get(nameOf(key));
      if (key.browser !== undefined && !row) return false;
      return sentBefore === undefined || isDeepStrictEqual(row?.sent ?? [], sentBefore);
    },

    clear(key: TallyKey, factor: Factor | undefined, sentAfter?: readonly number[]): void {
      const row = rowOf(key);
      put(key, { ...(factor ? without(row, factor) : row), ...(sentAfter && { sent: sentAfter }) });
    },

    know(key: TallyKey, knownUntil: number, knownFor: 'all' | 'tries' = 'all', since?: number): void {
      const row = rowOf(key);
      put(key, { ...row, knownUntil, triesOnly: knownFor === 'tries', since: since ?? row.since ?? 0 });
    },

    /** Hashes of the browsers known since then, the newest first. */
    knownSince: (subject: string, since: number): readonly string[] =>
      [...rows]
        .filter(([name, row]) => name.startsWith(`${subject} `) && (row.since ?? 0) > since)
        .toSorted(([, a], [, b]) => (b.since ?? 0) - (a.since ?? 0))
        .map(([name]) => name.slice(subject.length + 1)),

    forgetBrowser: (subject: string, browser: string) => rows.delete(nameOf({ subject, browser })),

    standing: (key: TallyKey): Standing => standing(rowOf(key)),

    isKnown: (key: TallyKey, now: number): boolean => (rowOf(key).knownUntil ?? 0) > now,

    mailed: (key: TallyKey): readonly number[] => rowOf(key).mailed ?? [],

    /** Whether the send was free, and is used up now. */
    pay({ tally, send }: Postage): boolean {
      const row = rows.get(nameOf(tally));
      if (!send) return true;
      if ((tally.browser !== undefined && !row) || !isDeepStrictEqual(row?.mailed ?? [], send.before)) return false;
      put(tally, { ...row, mailed: send.after });
      return true;
    },

    sent: (key: TallyKey): readonly number[] => rowOf(key).sent ?? [],

    stranger: (keys: StrangerKeys) => ({
      pair: strangers.get(pairName(keys)),
      address: strangers.get(addressName(keys)),
    }),

    countWrong(keys: StrangerKeys): void {
      for (const name of [pairName(keys), addressName(keys)]) count(name, keys.now);
    },

    countForAddress: (keys: StrangerKeys): void => count(addressName(keys), keys.now),

    forget: (keys: StrangerKeys) => strangers.delete(pairName(keys)),
  };
}
