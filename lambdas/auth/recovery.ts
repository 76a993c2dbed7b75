import { CODE_TRIES, RESET_CODE_LIFETIME_SECONDS } from './codes.ts';
import { FLOW_LIFETIME_SECONDS, type FlowCookie, type RecoveryFlow } from './flow.ts';
import { addressDelayedUntil } from './limits.ts';
import {
  INVITATION_LIFETIME_SECONDS,
  invitationToken,
  isLive,
  type MailedSecret,
  TEMPORARY_PASSWORD_LIFETIME_SECONDS,
} from './mailed-secrets.ts';
import { resetCode, stamp } from './postage.ts';
import type { Mailbox, RecoveryStore } from './recovery-store.ts';
import { Refusal } from './refusal.ts';
import { knownHash, knownName } from './sign-in.ts';
import { type Caller, meet, type StrangerRequest, tooMany } from './stranger.ts';
import { hashToken, type KeyRing, newId, newToken, type Random, sameText } from './tokens.ts';

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
  const token = invitation && invitationToken(needs.keys, invitation);
  const invited = account?.status === 'invited' && invitation && isLive(invitation, account.epoch, request.now);
  if (!invited || token === undefined || !sameText(`${account.id}.${token}`, request.invitation)) {
    throw new Refusal('invitation-ended');
  }
  return begin(needs, caller, mailbox, 'activation');
}

/** Owes a new invitation to whoever is invited; everybody gets the same answer. */
export async function renewInvitation(needs: RecoveryNeeds, request: StrangerRequest): Promise<void> {
  const { caller, mailbox } = await ask(needs, request);
  const expiresAt = request.now + INVITATION_LIFETIME_SECONDS * 1000;
  await postSecret(needs, caller, mailbox, 'invitation', mailbox.invitation, expiresAt);
}

/** Owes a temporary password, the one that is live if there is one; everybody gets the same answer. */
export async function requestTemporaryPassword(needs: RecoveryNeeds, request: StrangerRequest): Promise<void> {
  const { caller, mailbox } = await ask(needs, request);
  const { temporary, account } = mailbox;
  const live = temporary && isLive(temporary, account?.epoch ?? '', request.now);
  const expiresAt = live ? temporary.expiresAt : request.now + TEMPORARY_PASSWORD_LIFETIME_SECONDS * 1000;
  await postSecret(needs, caller, mailbox, 'temporary-password', temporary, expiresAt);
}

/** Owes a reminder of the user name to the address on file; everybody gets the same answer. */
export async function remindUsername(needs: RecoveryNeeds, request: StrangerRequest): Promise<void> {
  const { caller, mailbox } = await ask(needs, request);
  const postage = stamp(caller.subject, mailbox, request.now);
  const owed = { id: newId(needs.random), message: { kind: 'username-reminder' }, channel: 'email' } as const;
  if (postage) await needs.store.post(owed, postage);
}

interface Asked<R extends StrangerRequest> {
  readonly caller: Caller<R>;
  readonly mailbox: Mailbox;
}

/** Finds the account or its decoy, and what may be sent to it. What an address asks for is bounded like what it guesses. */
async function ask<R extends StrangerRequest>(needs: RecoveryNeeds, request: R): Promise<Asked<R>> {
  const caller = await meet(needs, request);
  const { address } = caller.stranger;
  const until = address ? addressDelayedUntil(address) : 0;
  if (until > request.now) throw tooMany(until, request.now);
  const { subject } = caller;
  const token = request.knownToken(knownName(needs.keys, subject));
  const browser = token === undefined ? undefined : knownHash(subject, token);
  const [mailbox] = await Promise.all([
    needs.store.mailbox(subject, browser, request.now),
    needs.store.countBeginning(caller.keys),
  ]);
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
  const begun = await needs.store.begin(flow, postage && resetCode(flow, needs.random), postage);
  if (begun === 'sent-meanwhile') await needs.store.begin(flow, undefined, undefined);
  return { flow, cookie };
}

async function postSecret(
  needs: RecoveryNeeds,
  { subject, request }: Caller<StrangerRequest>,
  mailbox: Mailbox,
  kind: MailedSecret['kind'],
  before: MailedSecret | undefined,
  expiresAt: number,
): Promise<void> {
  const postage = stamp(subject, mailbox, request.now);
  if (!postage) return;
  const epoch = mailbox.account?.epoch ?? '';
  const keyId = before?.expiresAt === expiresAt ? before.keyId : needs.keys.current;
  const after: MailedSecret = { kind, account: subject, epoch, keyId, expiresAt };
  const owed = { id: newId(needs.random), message: { kind, expiresAt }, channel: 'email' } as const;
  await needs.store.post(owed, postage, { before, after });
}
