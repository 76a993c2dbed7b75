import type { Account } from './account.ts';
import { Refusal } from './refusal.ts';

/** When sign-in is closed except for administrators. Milliseconds since 1970. */
export interface Closing {
  readonly from: number;
  readonly until: number;
}

export const isClosed = ({ from, until }: Closing, now: number): boolean => from <= now && now < until;

/** Whether somebody of that role signs in while it is closed. */
export const mayEnterClosed = ({ role }: Pick<Account, 'role'>): boolean => role === 'admin';

/** Refuses whoever has shown both factors, while sign-in is closed to them. What they have shown is not used up. */
export function refuseWhileClosed(closing: Closing | undefined, entrant: { mayEnterClosed: boolean }, now: number) {
  if (!closing || entrant.mayEnterClosed || !isClosed(closing, now)) return;
  throw new Refusal('sign-in-closed', { retryAfterSeconds: Math.ceil((closing.until - now) / 1000) });
}
