import { type Account, isRecoverable, type Visit } from '../auth/account.ts';
import { CODE_LIFETIME_SECONDS, type CodeName, deriveCode, RESET_CODE_LIFETIME_SECONDS } from '../auth/codes.ts';
import { confirmationCodeName } from '../auth/confirmation-code.ts';
import type { AnyCodeFlow, Flow } from '../auth/flow.ts';
import { invitationToken, isLive, type MailedSecret, temporaryPassword } from '../auth/mailed-secrets.ts';
import { addressName, isLive as isNotMeLive, type NotMe, notMeToken } from '../auth/not-me.ts';
import { resetCodeName } from '../auth/postage.ts';
import { codeName } from '../auth/sign-in-code.ts';
import type { KeyRing } from '../auth/tokens.ts';
import { maskEmail, maskPhone } from './mask.ts';
import type { Message } from './message.ts';
import type { OwedMessage } from './owed.ts';

/** What a message is made from, besides what is owed. */
export interface MessageSources {
  flow(id: string): Promise<Flow | undefined>;
  mailedSecret(kind: MailedSecret['kind'], account: string): Promise<MailedSecret | undefined>;
  notMe(account: string, address: string): Promise<NotMe | undefined>;
  readonly keys: KeyRing;
  readonly origin: string;
}

/** The message with its secret, derived now; undefined when it is no longer owed to that account. */
export async function messageOf(
  sources: MessageSources,
  owed: OwedMessage,
  account: Account,
  now: number,
): Promise<Message | undefined> {
  switch (owed.kind) {
    case 'sign-in-code':
    case 'reset-code':
    case 'confirmation-code':
    case 'new-address-code':
      return codeMessage(sources, await sources.flow(owed.flow), owed.counter, account, now);
    case 'invitation':
    case 'temporary-password':
      return keyMessage(sources, owed, account, now);
    case 'username-reminder':
      return usernameMessage(sources, account, now);
    case 'new-browser':
    case 'password-set':
      return { kind: owed.kind, ...(await happening(sources, owed, account, now)) };
    case 'email-changed':
      return { kind: owed.kind, to: maskEmail(owed.now), ...(await happening(sources, owed, account, now)) };
    case 'phone-changed': {
      const to = owed.now === undefined ? undefined : maskPhone(owed.now);
      return { kind: owed.kind, to, ...(await happening(sources, owed, account, now)) };
    }
    case 'account-secured':
      return { kind: owed.kind, at: new Date(owed.createdAt).toISOString() };
    case 'phone-activated':
    case 'phone-removed': {
      const { kind, phoneName } = owed;
      return { kind, phoneName, ...(await happening(sources, owed, account, now)) };
    }
    case 'phone-unlock-changed': {
      const { kind, phoneName, what } = owed;
      return { kind, phoneName, what, ...(await happening(sources, owed, account, now)) };
    }
    case 'phone-locked': {
      const { kind, phoneName, until } = owed;
      const end = until === undefined ? {} : { until: new Date(until).toISOString() };
      return { kind, phoneName, ...end, ...whereOf(owed.visit) };
    }
    case 'approval-reported':
      return { kind: owed.kind, ...whereOf(owed.visit) };
  }
}

type OwedNotice = Extract<OwedMessage, { visit: Visit }>;

/** What happened, and the link by which its reader says "it was not me", while no newer notice has taken its place. */
async function happening(sources: MessageSources, owed: OwedNotice, account: Account, now: number) {
  const token = owed.channel === 'email' ? await notMeLink(sources, owed, account, now) : undefined;
  return {
    ...whereOf(owed.visit),
    // The secret is in the fragment: no server, log or referrer ever sees it.
    ...(token !== undefined && { notMe: `${sources.origin}/not-me/#${token}` }),
  };
}

const whereOf = ({ at, browser, place }: Visit) => ({
  at: new Date(at).toISOString(),
  browser,
  ...(place !== undefined && { place }),
});

async function notMeLink(sources: MessageSources, owed: OwedNotice, account: Account, now: number) {
  const address = owed.to && 'email' in owed.to ? owed.to.email : account.email;
  const notMe = await sources.notMe(account.id, addressName(account.id, address));
  const isOwn = notMe?.madeAt === owed.createdAt && isNotMeLive(notMe, account, now);
  return isOwn ? notMeToken(sources.keys, notMe) : undefined;
}

/** Only the newest code of an open flow, while it is valid: what comes late must not revive another. */
async function codeMessage(
  sources: MessageSources,
  flow: Flow | undefined,
  counter: number,
  account: Account,
  now: number,
): Promise<Message | undefined> {
  if (flow?.kind === 'phone-sign-in' || flow?.kind === 'enrolment') return undefined;
  const isNewest = flow?.status === 'open' && flow.counter === counter && flow.codeEndsAt > now;
  if (!isNewest || flow.epoch !== account.epoch) return undefined;
  if (flow.kind === 'recovery' && account.status === 'invited') return reminderOfInvitation(sources, account, now);
  const code = mayAnswer(flow, account) ? deriveCode(sources.keys, nameOf(flow)) : undefined;
  if (code === undefined) return undefined;
  const { browser } = flow.visit;
  const minutes = CODE_LIFETIME_SECONDS / 60;
  if (flow.kind === 'sign-in') return { kind: 'sign-in-code', code, minutes, browser };
  if (flow.kind !== 'confirmation')
    return { kind: 'reset-code', code, minutes: RESET_CODE_LIFETIME_SECONDS / 60, browser };
  if (flow.confirmed) return { kind: 'new-address-code', code, minutes };
  return { kind: 'confirmation-code', code, minutes, browser, action: flow.action };
}

function nameOf(flow: AnyCodeFlow): CodeName {
  if (flow.kind === 'sign-in') return codeName(flow);
  return flow.kind === 'confirmation' ? confirmationCodeName(flow) : resetCodeName(flow);
}

function mayAnswer({ kind }: AnyCodeFlow, account: Account): boolean {
  if (kind === 'activation') return account.status === 'invited';
  return kind === 'recovery' ? isRecoverable(account) : account.status === 'active';
}

type OwedKey = Extract<OwedMessage, { kind: MailedSecret['kind'] }>;

async function keyMessage(
  sources: MessageSources,
  { kind, expiresAt }: OwedKey,
  account: Account,
  now: number,
): Promise<Message | undefined> {
  if (kind === 'temporary-password' && account.status === 'invited') return reminderOfInvitation(sources, account, now);
  const secret = await sources.mailedSecret(kind, account.id);
  if (secret?.expiresAt !== expiresAt || !isLive(secret, account, now)) return undefined;
  const endsAt = new Date(expiresAt).toISOString();
  if (kind === 'invitation') {
    const url = invitationLink(sources, secret, account);
    return url === undefined ? undefined : { kind, endsAt, url };
  }
  const password = isRecoverable(account) ? temporaryPassword(sources.keys, secret) : undefined;
  return password === undefined ? undefined : { kind, password, endsAt, url: `${sources.origin}/` };
}

function usernameMessage(
  sources: MessageSources,
  account: Account,
  now: number,
): Promise<Message> | Message | undefined {
  const { status, username } = account;
  if (status === 'invited') return reminderOfInvitation(sources, account, now);
  return status === 'active' ? { kind: 'username-reminder', ...(username !== undefined && { username }) } : undefined;
}

/** In place of what is of no use before there is a password: the invitation that is open, or where to ask for another. */
async function reminderOfInvitation(sources: MessageSources, account: Account, now: number): Promise<Message> {
  const kind = 'invitation-reminder';
  const secret = await sources.mailedSecret('invitation', account.id);
  const url = secret && isLive(secret, account, now) ? invitationLink(sources, secret, account) : undefined;
  if (!secret || url === undefined) return { kind, url: `${sources.origin}/activate/` };
  return { kind, url, endsAt: new Date(secret.expiresAt).toISOString() };
}

function invitationLink({ keys, origin }: MessageSources, secret: MailedSecret, account: Account): string | undefined {
  const token = account.status === 'invited' ? invitationToken(keys, secret) : undefined;
  // The secret is in the fragment: no server, log or referrer ever sees it.
  return token === undefined ? undefined : `${origin}/activate/#${token}`;
}
