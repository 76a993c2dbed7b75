import type { Account } from '../auth/account.ts';
import { CODE_LIFETIME_SECONDS, deriveCode, RESET_CODE_LIFETIME_SECONDS } from '../auth/codes.ts';
import type { Flow } from '../auth/flow.ts';
import { invitationToken, isLive, type MailedSecret, temporaryPassword } from '../auth/mailed-secrets.ts';
import { resetCodeName } from '../auth/postage.ts';
import { codeName } from '../auth/sign-in-code.ts';
import type { KeyRing } from '../auth/tokens.ts';
import type { Message } from './message.ts';
import type { OwedMessage } from './owed.ts';

/** What a message is made from, besides what is owed. */
export interface MessageSources {
  flow(id: string): Promise<Flow | undefined>;
  mailedSecret(kind: MailedSecret['kind'], account: string): Promise<MailedSecret | undefined>;
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
      return codeMessage(sources, await sources.flow(owed.flow), owed.counter, account, now);
    case 'invitation':
    case 'temporary-password':
      return keyMessage(sources, await sources.mailedSecret(owed.kind, account.id), owed.expiresAt, account, now);
    case 'username-reminder': {
      if (account.status !== 'active') return undefined;
      return { kind: owed.kind, ...(account.username !== undefined && { username: account.username }) };
    }
    case 'new-browser':
    case 'password-set': {
      const { at, browser, place } = owed.visit;
      return { kind: owed.kind, at: new Date(at).toISOString(), browser, ...(place !== undefined && { place }) };
    }
  }
}

/** Only the newest code of an open flow, while it is valid: what comes late must not revive another. */
function codeMessage(
  { keys }: MessageSources,
  flow: Flow | undefined,
  counter: number,
  account: Account,
  now: number,
): Message | undefined {
  const isNewest = flow?.status === 'open' && flow.counter === counter && flow.codeEndsAt > now;
  if (!isNewest || flow.epoch !== account.epoch) return undefined;
  if (account.status !== (flow.kind === 'activation' ? 'invited' : 'active')) return undefined;
  const { browser } = flow.visit;
  if (flow.kind === 'sign-in') {
    const code = deriveCode(keys, codeName(flow));
    return code === undefined
      ? undefined
      : { kind: 'sign-in-code', code, minutes: CODE_LIFETIME_SECONDS / 60, browser };
  }
  const code = deriveCode(keys, resetCodeName(flow));
  return code === undefined
    ? undefined
    : { kind: 'reset-code', code, minutes: RESET_CODE_LIFETIME_SECONDS / 60, browser };
}

function keyMessage(
  { keys, origin }: MessageSources,
  secret: MailedSecret | undefined,
  expiresAt: number,
  account: Account,
  now: number,
): Message | undefined {
  if (secret?.expiresAt !== expiresAt || !isLive(secret, account, now)) return undefined;
  const endsAt = new Date(expiresAt).toISOString();
  if (secret.kind === 'temporary-password') {
    const password = account.status === 'active' ? temporaryPassword(keys, secret) : undefined;
    return password === undefined ? undefined : { kind: secret.kind, password, endsAt, url: `${origin}/` };
  }
  const token = account.status === 'invited' ? invitationToken(keys, secret) : undefined;
  // The secret is in the fragment: no server, log or referrer ever sees it.
  return token === undefined ? undefined : { kind: secret.kind, endsAt, url: `${origin}/activate/#${token}` };
}
