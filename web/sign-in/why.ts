import type { SignInWords } from './page-words.ts';

/** Why somebody comes here from the portal. */
export type Reason = keyof SignInWords['why'];

const REASONS: readonly Reason[] = ['idle', 'expired', 'ended', 'signed-out'];

/** The reason in a query string, if it is one that we know. */
export function reasonIn(query: string): Reason | undefined {
  const why = new URLSearchParams(query).get('why');
  return REASONS.find((reason) => reason === why);
}

/** Reads the reason and takes it out of the address, so that a reload does not tell it again. */
export function takeReason(): Reason | undefined {
  const reason = reasonIn(location.search);
  if (location.search !== '') history.replaceState(null, '', location.pathname);
  return reason;
}
