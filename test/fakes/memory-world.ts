import type { Account } from '../../lambdas/auth/account.ts';
import type { Flow } from '../../lambdas/auth/flow.ts';
import type { MailedSecret } from '../../lambdas/auth/mailed-secrets.ts';
import type { Session } from '../../lambdas/auth/session.ts';
import type { OutboxState, OwedMessage } from '../../lambdas/notify/owed.ts';
import { memoryTallies } from './memory-tallies.ts';

/** The tables as maps, for the stores that share them. */
export function memoryWorld() {
  const accounts = new Map<string, Account>();
  const flows = new Map<string, Flow>();
  const owed = new Map<string, OwedMessage & { state: OutboxState; leasedUntil?: number }>();
  const secrets = new Map<string, MailedSecret>();
  const entries: { readonly account: string; readonly at: number; readonly [field: string]: unknown }[] = [];
  const secretOf = (kind: MailedSecret['kind'], account: string) => secrets.get(`${kind} ${account}`);
  return {
    accounts,
    claims: new Map<string, string>(),
    flows,
    sessions: new Map<string, Session>(),
    owed,
    entries,
    tallies: memoryTallies(),
    globalEpoch: '',
    secretOf,
    mail: (secret: MailedSecret) => secrets.set(`${secret.kind} ${secret.account}`, secret),

    /** The account, while it has that status and epoch. */
    accountAt(id: string, status: Account['status'], epoch: string): Account | undefined {
      const account = accounts.get(id);
      return account?.status === status && account.epoch === epoch ? account : undefined;
    },

    /** The flow as it is, while it is open and what was read. */
    isOpen<F extends Flow>({ id, secretHash, counter }: F, now: number): F | undefined {
      const flow = flows.get(id);
      const same = flow?.status === 'open' && flow.secretHash === secretHash && flow.counter === counter;
      return same && flow.expiresAt > now ? (flow as F) : undefined;
    },

    owe(message: OwedMessage, state: 'owed' | 'dropped' = 'owed'): void {
      owed.set(message.id, { ...message, state });
    },

    credentials(id: string) {
      const [account, temporary] = [accounts.get(id), secretOf('temporary-password', id)];
      return { ...(account && { account }), ...(temporary && { temporary }) };
    },
  };
}

export type MemoryWorld = ReturnType<typeof memoryWorld>;
