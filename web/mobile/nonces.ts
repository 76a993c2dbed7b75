import type { Nonce } from '../../lambdas/http/answers/phones.ts';
import { PATIENCE_MILLISECONDS } from '../shared/api.ts';

/** A nonce is good for two minutes; one that may be older is not tried. */
const FRESH_MILLISECONDS = 100_000;

let newest: { readonly nonce: string; readonly at: number } | undefined;

/** Keeps the nonce that an answer brought. */
export function keepNonce(nonce: string | null): void {
  if (nonce !== null) newest = { nonce, at: performance.now() };
}

/** The newest nonce, for one request: a second one has to bring another. */
function takeNonce(): string | undefined {
  const kept = newest;
  newest = undefined;
  return kept && performance.now() - kept.at < FRESH_MILLISECONDS ? kept.nonce : undefined;
}

async function fetchNonce(): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
  const response = await fetch('/api/phone/nonce', { method: 'POST', body: '{}', headers, cache: 'no-store', signal });
  if (!response.ok) throw new Error(`No nonce: ${response.status}`);
  const { nonce } = (await response.json()) as Nonce;
  return nonce;
}

/** A nonce for the next proof. Rejects when the portal cannot be reached. */
export const nextNonce = async (): Promise<string> => takeNonce() ?? fetchNonce();
