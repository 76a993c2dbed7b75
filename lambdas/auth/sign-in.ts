import { type Account, codeChannels, isRecoverable } from './account.ts';
import { mayEnterClosed } from './closing.ts';
import { owe, requireChannel, resendAt, type WaitingSignIn, withNewCode } from './code-sends.ts';
import { CODE_TRIES } from './codes.ts';
import { FLOW_LIFETIME_SECONDS, type FlowCookie, type SignInFlow } from './flow.ts';
import { knownHash, knownName } from './known-browser.ts';
import { CLOSING_TRIES, type Tally } from './limits.ts';
import { isLive, isTemporaryPassword, type MailedSecret } from './mailed-secrets.ts';
import { addressName } from './not-me.ts';
import { DECOY_HASH, hashPassword, needsRehash, verifyPassword } from './passwords.ts';
import { Refusal } from './refusal.ts';
import type { SignInRefusalReason, SignInStore } from './sign-in-store.ts';
import { type Caller, meet, refuseDuringWait, type StrangerRequest, tooMany } from './stranger.ts';
import type { Bought, Standing, TallyKey } from './tally.ts';
import { hashToken, type KeyRing, newId, newToken, type Random } from './tokens.ts';

export interface SignInNeeds {
  readonly store: SignInStore;
  readonly keys: KeyRing;
  readonly random: Random;
  /** Whether codes after a recovery go over another channel than it used (`recoverySeparateChannel`). */
  readonly separateChannel: boolean;
}

export interface SignInRequest extends StrangerRequest {
  readonly password: string;
}

export interface OpenedSignIn extends WaitingSignIn {
  readonly cookie: FlowCookie;
}

/**
 * Checks identifier and password and opens a flow that waits for a code. A wrong password, an unknown identifier and
 * an account that is locked, disabled or invited get one and the same refusal, after the same work (ASVS 5.0, 6.3.8).
 */
export async function startSignIn(needs: SignInNeeds, request: SignInRequest): Promise<OpenedSignIn> {
  const caller = await meet(needs, request);
  const token = request.knownToken(knownName(needs.keys, caller.subject));
  // Nothing more is begun for a stranger who was told to wait.
  if (token === undefined) refuseDuringWait(caller);
  const [{ account, temporary }, first] = await Promise.all([
    needs.store.credentials(caller.subject),
    buyTry(needs, caller, token),
  ]);
  const isTemporary = holdsTemporary(needs, temporary, account, request);
  // The mailbox opens what guesses have closed: sixty random bits are no guess.
  const reopenedAt = isTemporary ? request.now : (account?.reopenedAt ?? 0);
  const { key, bought } = await reopen(needs, first, reopenedAt, request.now);
  const evaluated = bought.outcome === 'bought';
  const hash = (evaluated && account?.passwordHash) || DECOY_HASH;
  const right = verifyPassword(request.password, hash);
  if (!evaluated) return refuse(needs, caller, bought.outcome === 'closed' ? 'closed' : 'delayed');
  if (!account) return refuse(needs, caller, 'unknown');
  const reason = whyRefused(account, { right, isTemporary });
  if (reason) return refuse(needs, caller, reason);
  if (right) await admitCode(needs, key, bought.standing.code, account);
  const replacement = replacementOf(account, right ? undefined : temporary);
  if (!replacement.mustReplace) requireChannel(codeChannels(account, needs.separateChannel, request.now));
  return open(needs, caller, { account, tally: key, standing: bought.standing, ...replacement });
}

/** What has to be replaced before a code is sent: the temporary password it was, or one that an operator set. */
function replacementOf(account: Account, temporary: MailedSecret | undefined): Pick<Entry, 'mustReplace'> {
  if (temporary) return { mustReplace: { temporaryEndsAt: temporary.expiresAt } };
  return account.mustReplacePassword ? { mustReplace: {} } : {};
}

/** A temporary password is a recovery, by which an owner unlocks what he has locked. */
function whyRefused(
  account: Account,
  { right, isTemporary }: { readonly right: boolean; readonly isTemporary: boolean },
): SignInRefusalReason | undefined {
  const { status } = account;
  if (!right && !isTemporary) return status === 'invited' ? 'invited' : 'wrong-password';
  if (status === 'active' || (!right && isRecoverable(account))) return undefined;
  return status;
}

interface Purchase {
  readonly key: TallyKey;
  readonly bought: Bought;
}

/** A known browser or a recovery has re-opened, since, what strangers had closed. */
async function reopen({ store }: SignInNeeds, purchase: Purchase, reopenedAt: number, now: number): Promise<Purchase> {
  const { key, bought } = purchase;
  if (bought.outcome !== 'closed' || reopenedAt <= bought.at) return purchase;
  return { key, bought: await store.reopen(key, bought.at, now) };
}

/** No code is sent where none could be answered; re-opened as passwords are. */
export async function admitCode(
  { store }: { readonly store: Pick<SignInStore, 'reopenCode'> },
  key: TallyKey,
  code: Tally | undefined,
  account: Account,
) {
  if (!code || code.tries < CLOSING_TRIES) return;
  const reopened = (account.reopenedAt ?? 0) > code.at && (await store.reopenCode(key, code.at)) === 'reopened';
  if (!reopened) throw new Refusal('factor-closed');
}

/** Buys a password try: from the browser's own tally where it is known, else from the one that strangers share. */
async function buyTry(
  { store }: SignInNeeds,
  caller: Caller<SignInRequest>,
  token: string | undefined,
): Promise<Purchase> {
  const { request, subject } = caller;
  if (token !== undefined) {
    const key: TallyKey = { subject, browser: knownHash(subject, token) };
    const bought = await store.buyPasswordTry(key, request.now);
    if (bought.outcome === 'bought') return { key, bought };
    // A known browser has proved that it knows the account, so its wait gives nothing away.
    if (bought.outcome === 'delayed') throw tooMany(bought.until, request.now);
  }
  refuseDuringWait(caller);
  const key: TallyKey = { subject };
  return { key, bought: await store.buyPasswordTry(key, request.now) };
}

async function refuse(
  { store }: SignInNeeds,
  caller: Caller<SignInRequest>,
  reason: SignInRefusalReason,
): Promise<never> {
  await store.refuse({ subject: caller.subject, reason, keys: caller.keys, visit: caller.request.visit });
  throw new Refusal('sign-in-refused');
}

/** What a right password found. */
interface Entry {
  readonly account: Account;
  readonly tally: TallyKey;
  readonly standing: Standing;
  readonly mustReplace?: NonNullable<SignInFlow['mustReplace']>;
}

async function open(needs: SignInNeeds, caller: Caller<SignInRequest>, entry: Entry): Promise<OpenedSignIn> {
  const { account, standing } = entry;
  const cookie: FlowCookie = { id: newId(needs.random), secret: newToken(needs.random) };
  const base = newFlow(needs, caller, entry, cookie);
  const code = entry.mustReplace ? undefined : owe(needs, standing.sent, caller.request.now);
  const rehash = strongerHash(needs, caller, entry);
  const forget = caller.stranger.pair && { forget: caller.keys };
  const withCode = code && { code, flow: withNewCode(base, code.message, caller.request.now) };
  const common = { account, ...(rehash && { rehash }), ...forget };

  let flow = withCode?.flow ?? base;
  let sent = code?.sentAfter ?? standing.sent;
  let opened = await needs.store.open({ ...common, flow: base, ...withCode });
  if (opened === 'sent-meanwhile') {
    // Another tab was quicker: the flow begins without a code, and asks for one when the gap is over.
    flow = base;
    sent = [Math.floor(caller.request.now / 1000)];
    opened = await needs.store.open({ ...common, flow });
  }
  if (opened !== 'opened') return refuse(needs, caller, 'changed');
  const channels = codeChannels(account, needs.separateChannel, caller.request.now);
  const delivery = flow.counter > 0 ? 'pending' : 'none';
  return { account, flow, cookie, channels, delivery, resendAt: resendAt(flow, sent) };
}

function newFlow(needs: SignInNeeds, caller: Caller<SignInRequest>, entry: Entry, cookie: FlowCookie): SignInFlow {
  const { account, tally, standing, mustReplace } = entry;
  const { now, visit } = caller.request;
  return {
    id: cookie.id,
    kind: 'sign-in',
    status: 'open',
    secretHash: hashToken(cookie.secret),
    account: account.id,
    epoch: account.epoch,
    globalEpoch: caller.stranger.globalEpoch,
    expiresAt: now + FLOW_LIFETIME_SECONDS * 1000,
    keyId: needs.keys.current,
    counter: 0,
    channel: codeChannels(account, needs.separateChannel, now)[0] ?? 'email',
    codeEndsAt: 0,
    triesLeft: CODE_TRIES,
    tally,
    familiar: tally.browser !== undefined && !standing.triesOnly,
    address: addressName(account.id, account.email),
    visit,
    ...(account.lastSignIn && { previous: account.lastSignIn }),
    ...(mustReplace && { mustReplace }),
    ...(mayEnterClosed(account) && { mayEnterClosed: true }),
  };
}

/** Whether that is the account's temporary password, while it lasts. The work is the same where there is none. */
function holdsTemporary(
  { keys }: SignInNeeds,
  temporary: MailedSecret | undefined,
  account: Account | undefined,
  { password, now }: SignInRequest,
): boolean {
  const decoy = { kind: 'temporary-password', account: '', epoch: '', keyId: keys.current, expiresAt: 0 } as const;
  const same = isTemporaryPassword(keys, temporary ?? decoy, password);
  return same && temporary !== undefined && account !== undefined && isLive(temporary, account, now);
}

function strongerHash(
  { random }: SignInNeeds,
  { request }: Caller<SignInRequest>,
  { account, mustReplace }: Entry,
): string | undefined {
  // What was typed may be a temporary password, which is not the one that has the hash.
  if (mustReplace || !account.passwordHash || !needsRehash(account.passwordHash)) return undefined;
  return hashPassword(request.password, random);
}
