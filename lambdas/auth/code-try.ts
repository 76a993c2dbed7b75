import { type CodeName, deriveCode } from './codes.ts';
import type { ConfirmationFlow, SignInFlow } from './flow.ts';
import { Refusal } from './refusal.ts';
import type { BoughtCode } from './sign-in-store.ts';
import { tooMany } from './stranger.ts';
import { type KeyRing, sameText } from './tokens.ts';

type CountedFlow = SignInFlow | ConfirmationFlow;

interface TryNeeds<F extends CountedFlow> {
  readonly store: {
    buyCodeTry(flow: F, now: number): Promise<BoughtCode>;
    refuseCode(flow: F, reason: 'wrong-code' | 'changed', now: number): Promise<void>;
  };
  readonly keys: KeyRing;
}

/**
 * Buys a try from the flow and the account's tally, then compares in constant time (design rule 1). Returns when the
 * code is the newest one, and refuses otherwise.
 */
export async function tryCode<F extends CountedFlow>(
  { store, keys }: TryNeeds<F>,
  flow: F,
  name: CodeName,
  { code: typed, now }: { readonly code: string; readonly now: number },
): Promise<void> {
  const bought = await store.buyCodeTry(flow, now);
  if (bought.outcome === 'delayed') throw tooMany(bought.until, now);
  if (bought.outcome === 'closed') throw new Refusal('factor-closed');
  // Another request changed the flow meanwhile (answered it, asked for a new code): this one was about what is gone.
  if (bought.outcome === 'refused') throw new Refusal('code-refused', { triesLeft: Math.max(0, flow.triesLeft - 1) });
  const code = deriveCode(keys, name);
  if (code === undefined) throw new Refusal('code-expired');
  if (sameText(code, typed)) return;
  await store.refuseCode(flow, 'wrong-code', now);
  throw new Refusal('code-refused', { triesLeft: bought.triesLeft });
}
