import type { CardText, SignedChange, SignedDecision } from '../../../lambdas/auth/approval.ts';
import { hashText } from './bytes.ts';

/** Whose decision it is, of which phone, on which portal. */
export interface Signer {
  readonly account: string;
  readonly device: string;
  readonly origin: string;
}

/** What is decided. `card` and `text` are the same: as it came, and as it was read. */
export interface Decided {
  readonly approval: string;
  readonly card: string;
  readonly text: CardText;
  readonly decision: SignedDecision['decision'];
  readonly choice?: number;
}

/** The decision as it is signed and sent, JSON text. */
export async function decisionText({ account, device, origin }: Signer, decided: Decided): Promise<string> {
  const { approval, card, text, decision, choice } = decided;
  const signed: SignedDecision = {
    v: 1,
    purpose: text.purpose,
    approval,
    account,
    device,
    origin,
    card: await hashText(card),
    ...(choice !== undefined && { choice }),
    decision,
  };
  return JSON.stringify(signed);
}

/** A change of what unlocks the phone, as it is signed and sent, JSON text. `next`: SHA-256 of what comes, base64url. */
export function changeText(
  { account, device, origin }: Signer,
  change: Pick<SignedChange, 'purpose' | 'nonce' | 'next'>,
): string {
  const signed: SignedChange = { v: 1, account, device, origin, ...change };
  return JSON.stringify(signed);
}
