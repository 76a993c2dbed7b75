import type { Replacement, ReplacementStore } from '../auth/sign-in-store.ts';
import { transact } from '../aws/dynamodb.ts';
import { replaced } from './accounts.ts';
import { entered } from './audit.ts';
import { passwordReplaced } from './flows.ts';
import { cleared } from './limits.ts';
import { usedUp } from './mailed-secrets.ts';
import { owed } from './outbox.ts';
import type { PasswordStoreOptions } from './sign-in.ts';
import { codeMessage, credentials, sent, signInFlow } from './sign-in-password.ts';

export const replacementStore = (options: PasswordStoreOptions): ReplacementStore => ({
  flow: (id) => signInFlow(options, id),
  credentials: (id) => credentials(options, id),
  sent: (key) => sent(options, key),
  replace: (replacement) => replace(options, replacement),
});

/** A password of the owner's own in the place of one that was given: it is used up with this, and not before. */
async function replace(
  options: PasswordStoreOptions,
  replacement: Replacement,
): ReturnType<ReplacementStore['replace']> {
  const { tables, auditSeconds } = options;
  const { before, after, passwordHash, code, notice, now } = replacement;
  const { account } = before;
  const visit = { ...before.visit, at: now };
  const end = before.mustReplace?.temporaryEndsAt;
  const cancelled = await transact(options.client, [
    passwordReplaced(tables.flows, before, after, now),
    replaced(tables.accounts, before, { passwordHash, epoch: after.epoch, at: now, mailed: end !== undefined }),
    entered(
      tables.audit,
      { account, id: after.id, flow: after.id, event: 'password-set', by: 'sign-in', visit },
      auditSeconds,
    ),
    owed(tables.outbox, { id: notice, kind: 'password-set', account, channel: 'email', createdAt: now, visit }),
    ...(end === undefined ? [] : [usedUp(tables.flows, 'temporary-password', account, end, now)]),
    ...(code
      ? [
          owed(tables.outbox, codeMessage(after, code.message, now)),
          cleared(tables.limits, after.tally, undefined, { before: code.sentBefore, after: code.sentAfter }),
        ]
      : []),
  ]);
  if (!cancelled) return 'replaced';
  const onlySends = cancelled.every((failed, i) => !failed || (code !== undefined && i === cancelled.length - 1));
  return onlySends ? 'sent-meanwhile' : 'changed';
}
