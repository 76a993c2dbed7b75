import type { SessionLifetimes } from '../auth/session.ts';
import type { SignInStore } from '../auth/sign-in-store.ts';
import type { DocumentClient } from '../aws/dynamodb.ts';
import { readAccount } from './accounts.ts';
import { writeEntry } from './audit.ts';
import { buyReopened, buyTry, reopenCode } from './limits.ts';
import { readState } from './outbox.ts';
import { sessionLives } from './sessions.ts';
import { buyCodeTry, redeem, resend } from './sign-in-code.ts';
import { credentials, gate, look, open, refuse, sent, signInFlow } from './sign-in-password.ts';

/** What the steps before a session need. */
export interface PasswordStoreOptions {
  readonly client: DocumentClient;
  /** Physical names. */
  readonly tables: Readonly<Record<'accounts' | 'flows' | 'limits' | 'outbox' | 'audit', string>>;
  /** Makes the ids of audit entries. */
  newId(): string;
  readonly auditSeconds: number;
}

export interface SignInStoreOptions extends PasswordStoreOptions {
  readonly tables: PasswordStoreOptions['tables'] & { readonly sessions: string };
  readonly lifetimes: SessionLifetimes;
}

/** Everything that a sign-in reads and writes, over the tables. */
export function signInStore(options: SignInStoreOptions): SignInStore {
  const { client, tables, auditSeconds } = options;
  return {
    look: (keys) => look(options, keys),
    account: (id) => readAccount(client, tables.accounts, id),
    credentials: (id) => credentials(options, id),
    buyPasswordTry: (key, now) => buyTry(client, tables.limits, key, 'password', now),
    reopen: (key, closedAt, now) => buyReopened(client, tables.limits, key, closedAt, now),
    reopenCode: (key, closedAt) => reopenCode(client, tables.limits, key, closedAt),
    open: (opening) => open(options, opening),
    refuse: (refused) => refuse(options, refused),

    flow: (id) => signInFlow(options, id),
    gate: (id) => gate(options, id),
    sent: (key) => sent(options, key),
    async delivery(message) {
      const state = await readState(client, tables.outbox, message);
      if (state === 'sent') return 'sent';
      return state === 'failed' || state === 'dropped' ? 'failed' : 'pending';
    },
    resend: (resending) => resend(options, resending),
    buyCodeTry: (flow, now) => buyCodeTry(options, flow, now),
    async refuseCode({ account, id, visit }, reason, now) {
      const entry = { account, id: options.newId(), flow: id, event: 'code-refused', reason } as const;
      await writeEntry(client, tables.audit, { ...entry, visit: { ...visit, at: now } }, auditSeconds);
    },
    redeem: (redemption) => redeem(options, redemption),
    sessionLives: (account, token, now) => sessionLives(options, account, token, now),
  };
}
