import { derive, type KeyRing, type Purpose } from './tokens.ts';

export const CODE_LIFETIME_SECONDS = 5 * 60;
/** A reset code is asked for less often, read elsewhere, and guards more: longer in digits and in time. */
export const RESET_CODE_LIFETIME_SECONDS = 10 * 60;
export const RESET_CODE_DIGITS = 8;
export const CODE_TRIES = 5;
export const CODE_DIGITS = 6;
/** New codes a flow may send after its first. */
export const RESENDS_PER_FLOW = 4;

/** Names a code without holding it: what the code is derived from. */
export interface CodeName {
  readonly purpose: Extract<Purpose, `${string}-code`>;
  /** The row that waits for the answer. */
  readonly row: string;
  readonly account: string;
  readonly epoch: string;
  readonly keyId: string;
  /** Starts at 0, where nothing is valid; raised with each message and never lowered. */
  readonly counter: number;
  readonly digits: number;
}

/**
 * The one-time code of that name: the first 8 bytes of the derived value modulo 10^digits, so that the bias is below
 * 10^8 / 2^64. Undefined at counter 0, and when the key is gone.
 */
export function deriveCode(ring: KeyRing, name: CodeName): string | undefined {
  if (name.counter < 1) return undefined;
  const derived = derive(ring, name.keyId, name.purpose, [name.row, name.account, name.epoch, name.counter]);
  if (!derived) return undefined;
  const number = derived.readBigUInt64BE(0) % 10n ** BigInt(name.digits);
  return number.toString().padStart(name.digits, '0');
}
