import type { Account, Address } from './account.ts';
import { type Changed, makeChange, repeatChange } from './changes.ts';
import { owe, resendAt, withNewCode } from './code-sends.ts';
import { tryCode } from './code-try.ts';
import { RESENDS_PER_FLOW } from './codes.ts';
import type { ConfirmationNeeds, WaitingConfirmation } from './confirmation.ts';
import {
  type ConfirmationStep,
  confirmationCodeName,
  isOpen,
  ownConfirmation,
  requireConfirmed,
} from './confirmation-code.ts';
import type { ConfirmationFlow, ConfirmedAction } from './flow.ts';
import { canonicalise } from './identifiers.ts';
import { CODE_SENDS, nextSendAt } from './limits.ts';
import { phoneOf } from './phone-numbers.ts';
import { Refusal } from './refusal.ts';
import { act } from './session.ts';
import { tooSoon } from './sign-in-code.ts';

/** The address in the form in which it is stored. Whether another account has it is told only behind its code. */
export function emailTyped(typed: string): Address {
  const identifier = canonicalise(typed);
  if (identifier?.kind !== 'email') throw new Refusal('email-invalid');
  return { email: identifier.canonical };
}

/** The number in the form in which it is stored; text messages go to allowed countries only. */
export function phoneTyped(typed: string, countries: readonly string[]): Address {
  const phone = phoneOf(typed);
  if (!phone) throw new Refusal('phone-invalid');
  if (!countries.includes(phone.country)) throw new Refusal('phone-country-refused');
  return { phone };
}

/**
 * Owes a code to the new address, behind a confirmation of that action: it is used when the code comes back, and not
 * before. Asking again, for this address or another, sends a new code and refills no tries.
 */
export async function nameAddress(
  needs: ConfirmationNeeds,
  request: ConfirmationStep & { readonly address: Address },
): Promise<WaitingConfirmation> {
  const { address: pending, now } = request;
  const before = await ownConfirmation(needs, request);
  const { account } = await act(needs.sessions, request.session, now);
  requireConfirmed(before, actionOf(pending), now);
  if (isSame(account, pending)) throw new Refusal('address-unchanged');
  if (before.counter - (before.confirmed?.counter ?? 0) > RESENDS_PER_FLOW) throw new Refusal('no-sends-left');

  const sent = await needs.store.sent(before.tally);
  const channel = 'email' in pending ? 'email' : 'sms';
  const base: ConfirmationFlow = { ...before, pending, channel, codeEndsAt: 0 };
  const code = owe(needs, sent, now);
  // Asked for again too soon: the wait is told. Only the first code to a new address may come later by itself.
  if (!code && before.pending) throw tooSoon(nextSendAt(CODE_SENDS, sent) * 1000, now);
  const after = code ? withNewCode(base, code.message, now) : base;
  const outcome = await needs.store.send({ before, after, ...(code && { code }), now });
  if (outcome === 'sent-meanwhile') throw tooSoon(now + CODE_SENDS.gapSeconds * 1000, now);
  if (outcome === 'changed') throw new Refusal('flow-ended');
  const shown = { ...account, ...pending };
  const delivery = code ? 'pending' : 'none';
  return {
    flow: after,
    account: shown,
    channels: [channel],
    delivery,
    resendAt: resendAt(after, code?.sentAfter ?? sent),
  };
}

/** Takes the new address into the account, for the code that went there. */
export async function proveAddress(
  needs: ConfirmationNeeds,
  answer: ConfirmationStep & { readonly action: 'change-email' | 'change-phone'; readonly code: string },
): Promise<Changed> {
  const { action, now } = answer;
  const flow = await ownConfirmation(needs, answer);
  if (flow.status === 'done') return repeatChange(needs, flow, action, answer);
  const signedIn = await act(needs.sessions, answer.session, now);
  if (!isOpen(flow, now)) throw new Refusal('flow-ended');
  if (flow.action !== action || !flow.confirmed || !flow.pending) throw new Refusal('confirmation-needed');
  if (flow.codeEndsAt <= now) throw new Refusal('code-expired');
  await tryCode(needs, flow, confirmationCodeName(flow), answer);
  return makeChange(needs, flow, signedIn, proved(flow.pending), answer);
}

const actionOf = (address: Address): ConfirmedAction => ('email' in address ? 'change-email' : 'change-phone');

/** A number that was never proved may be named again: its code proves it. */
function isSame({ email, phone }: Account, address: Address): boolean {
  if ('email' in address) return address.email === email;
  return phone?.verified === true && phone.number === address.phone.number;
}

const proved = (address: Address) =>
  'email' in address ? address : { phone: { ...address.phone, verified: true as const } };
