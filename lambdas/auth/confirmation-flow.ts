import type { Channel, Visit } from './account.ts';
import { CODE_TRIES } from './codes.ts';
import { type ConfirmationFlow, type ConfirmedAction, FLOW_LIFETIME_SECONDS, type FlowCookie } from './flow.ts';
import type { SessionCookie, SignedIn } from './session.ts';
import type { TallyKey } from './tally.ts';
import { hashToken, type KeyRing } from './tokens.ts';

/** What somebody who is signed in asks to confirm. */
export interface ConfirmationRequest {
  readonly session: SessionCookie | undefined;
  readonly action: ConfirmedAction;
  readonly visit: Visit;
  /** The token by which this browser is known to that account, if it has one. */
  knownToken(accountName: string): string | undefined;
  readonly now: number;
}

interface Beginning {
  readonly request: ConfirmationRequest;
  readonly cookie: FlowCookie;
  readonly tally: TallyKey;
  readonly channel: Channel;
}

/** A confirmation without a code yet, bound to this session, this browser and this action. */
export function newConfirmation(
  { keys }: { readonly keys: KeyRing },
  { account, session }: SignedIn,
  { request, cookie, tally, channel }: Beginning,
): ConfirmationFlow {
  return {
    id: cookie.id,
    kind: 'confirmation',
    action: request.action,
    status: 'open',
    secretHash: hashToken(cookie.secret),
    account: account.id,
    session: session.token,
    epoch: account.epoch,
    expiresAt: request.now + FLOW_LIFETIME_SECONDS * 1000,
    keyId: keys.current,
    counter: 0,
    channel,
    codeEndsAt: 0,
    triesLeft: CODE_TRIES,
    tally,
    visit: request.visit,
  };
}
