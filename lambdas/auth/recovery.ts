import { CODE_TRIES, RESET_CODE_LIFETIME_SECONDS } from './codes.ts';
import { FLOW_LIFETIME_SECONDS, type FlowCookie, type RecoveryFlow } from './flow.ts';
import { knownHash, knownName } from './known-browser.ts';
import { addressDelayedUntil } from './limits.ts';
import { endOf, isInvitationToken, isLive, type MailedSecret } from './mailed-secrets.ts';
import { resetCode, stamp, unpaid } from './postage.ts';
import type { Mailbox, RecoveryStore } from './recovery-store.ts';
import { Refusal } from './refusal.ts';
import { type Caller, meet, type StrangerRequest, tooMany } from './stranger.ts';
import { hashToken, type KeyRing, newId, newToken, type Random } from './tokens.ts';

export interface RecoveryNeeds {
  readonly store: RecoveryStore;
  readonly keys: KeyRing;
  readonly random: Random;
}

/** The same for everybody: it names no address, no channel and no delivery. */
export interface BegunRecovery {
  readonly flow: RecoveryFlow;
  readonly cookie: FlowCookie;
}

/**
 * Begins a recovery and owes a reset code, for whoever may use one; for everybody else the same rows, which `deliver`
 * drops (design rule 3; ASVS 5.0, 6.3.8). Asking changes nothing: password, sessions and approvals stay.
 */
export async function startRecovery(needs: RecoveryNeeds, request: StrangerRequest): Promise<BegunRecovery> {
  const { caller, mailbox } = await ask(needs, request);
  return begin(needs, caller, mailbox, 'recovery');
}

/**
 * Begins an activation behind an invitation's link. The link alone changes nothing; the address has to be typed. Refuses
 * with `invitation-ended` whatever is wrong: the page offers a new invitation to the address on file.
 */
export async function startActivation(
  needs: RecoveryNeeds,
  request: StrangerRequest & { readonly invitation: string },
): Promise<BegunRecovery> {
  const { caller, mailbox } = await ask(needs, request);
  const { account, invitation } = mailbox;
  const invited = account?.status === 'invited' && invitation && isLive(invitation, account, request.now);
  if (!invited || !isInvitationToken(needs.keys, invitation, request.invitation)) {
    throw new Refusal('invitation-ended');
  }
  return begin(needs, caller, mailbox, 'activation');
}

/** Owes an invitation to whoever is invited, the one that is live if there is one; everybody gets the same answer. */
export async function renewInvitation(needs: RecoveryNeeds, request: StrangerRequest): Promise<void> {
  const { caller, mailbox } = await ask(needs, request);
  await postSecret(needs, caller, mailbox, 'invitation', mailbox.invitation);
}

/** Owes a temporary password, the one that is live if there is one; everybody gets the same answer. */
export async function requestTemporaryPassword(needs: RecoveryNeeds, request: StrangerRequest): Promise<void> {
  const { caller, mailbox } = await ask(needs, request);
  await postSecret(needs, caller, mailbox, 'temporary-password', mailbox.temporary);
}

/** Owes a reminder of the user name to the address on file; everybody gets the same answer. */
export async function remindUsername(needs: RecoveryNeeds, request: StrangerRequest): Promise<void> {
  const { caller, mailbox } = await ask(needs, request);
  const postage = stamp(caller.subject, mailbox, request.now);
  const owed = { id: newId(needs.random), message: { kind: 'username-reminder' }, channel: 'email' } as const;
  await needs.store.post(owed, postage);
}

interface Asked<R extends StrangerRequest> {
  readonly caller: Caller<R>;
  readonly mailbox: Mailbox;
}

/**
 * Finds the account or its decoy, and what may be sent to it. What an address asks for is bounded like what it guesses,
 * and like there, not for a browser that the account knows.
 */
async function ask<R extends StrangerRequest>(needs: RecoveryNeeds, request: R): Promise<Asked<R>> {
  const caller = await meet(needs, request);
  const { subject, stranger, keys } = caller;
  const token = request.knownToken(knownName(needs.keys, subject));
  const until = stranger.address ? addressDelayedUntil(stranger.address) : 0;
  if (until > request.now && token === undefined) throw tooMany(until, request.now);
  const [mailbox] = await Promise.all([
    needs.store.mailbox(subject, token && knownHash(subject, token), request.now),
    needs.store.countBeginning(keys),
  ]);
  if (until > request.now && mailbox.tally.browser === undefined) throw tooMany(until, request.now);
  return { caller, mailbox };
}

async function begin(
  needs: RecoveryNeeds,
  { subject, request }: Caller<StrangerRequest>,
  mailbox: Mailbox,
  kind: RecoveryFlow['kind'],
): Promise<BegunRecovery> {
  const { now, visit } = request;
  const cookie: FlowCookie = { id: newId(needs.random), secret: newToken(needs.random) };
  const flow: RecoveryFlow = {
    id: cookie.id,
    kind,
    status: 'open',
    secretHash: hashToken(cookie.secret),
    account: subject,
    epoch: mailbox.account?.epoch ?? '',
    expiresAt: now + FLOW_LIFETIME_SECONDS * 1000,
    keyId: needs.keys.current,
    // Counted although the budget may allow no message: the answer must not tell.
    counter: 1,
    codeEndsAt: now + RESET_CODE_LIFETIME_SECONDS * 1000,
    triesLeft: CODE_TRIES,
    channel: 'preferred',
    sentAt: now,
    visit,
  };
  const postage = stamp(subject, mailbox, now);
  const owed = resetCode(flow, needs.random);
  const begun = await needs.store.begin(flow, owed, postage);
  if (begun === 'sent-meanwhile') await needs.store.begin(flow, owed, unpaid(postage));
  return { flow, cookie };
}

async function postSecret(
  needs: RecoveryNeeds,
  { subject, request }: Caller<StrangerRequest>,
  mailbox: Mailbox,
  kind: MailedSecret['kind'],
  before: MailedSecret | undefined,
): Promise<void> {
  const { now } = request;
  const epoch = mailbox.account?.epoch ?? '';
  const fresh: MailedSecret = { kind, account: subject, epoch, keyId: needs.keys.current, expiresAt: endOf(kind, now) };
  const after = before && isLive(before, mailbox.account, now) ? before : fresh;
  const message = { kind, expiresAt: after.expiresAt } as const;
  const owed = { id: newId(needs.random), message, channel: 'email' } as const;
  await needs.store.post(owed, stamp(subject, mailbox, now), { before, after });
}
