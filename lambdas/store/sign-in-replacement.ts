import { sinceOf, type Visit } from '../auth/account.ts';
import type { SignInFlow } from '../auth/flow.ts';
import { madeAt } from '../auth/mailed-secrets.ts';
import type { Replacement, ReplacementStore } from '../auth/sign-in-store.ts';
import { transact } from '../aws/dynamodb.ts';
import { replaced } from './accounts.ts';
import { entered } from './audit.ts';
import { passwordReplaced } from './flows.ts';
import { cleared } from './limits.ts';
import { passwordNotices } from './notices.ts';
import { owed } from './outbox.ts';
import type { PasswordStoreOptions } from './sign-in.ts';
import { codeMessage, credentials, sent, signInFlow } from './sign-in-password.ts';

export const replacementStore = (options: PasswordStoreOptions): ReplacementStore => ({
  flow: (id) => signInFlow(options, id),
  credentials: (id) => credentials(options, id),
  sent: (key) => sent(options, key),
  replace: (replacement) => replace(options, replacement),
});

const passwordSet = ({ account, id }: SignInFlow, visit: Visit) =>
  ({ account, id: `${id}#password-set`, flow: id, event: 'password-set', by: 'sign-in', visit }) as const;

/** A password of the owner's own in the place of one that was given: it is used up with this, and not before. */
async function replace(
  options: PasswordStoreOptions,
  replacement: Replacement,
): ReturnType<ReplacementStore['replace']> {
  const { tables, auditSeconds } = options;
  const { before, after, account, passwordHash, code, notice, now } = replacement;
  const visit = { ...before.visit, at: now };
  const end = before.mustReplace?.temporaryEndsAt;
  const temporary = end !== undefined && {
    temporary: { madeAt: madeAt('temporary-password', end), since: sinceOf(account, 'email') },
  };
  const cancelled = await transact(options.client, [
    passwordReplaced(tables.flows, before, after, now),
    replaced(tables.accounts, before, { passwordHash, epoch: after.epoch, at: now, ...temporary }),
    entered(tables.audit, passwordSet(after, visit), auditSeconds),
    ...passwordNotices(tables, account, { id: notice, visit, overPhone: end !== undefined }),
    ...(code
      ? [
          owed(tables.outbox, codeMessage(after, code.message, now)),
          cleared(tables.limits, after.tally, temporary ? 'code' : undefined, {
            before: code.sentBefore,
            after: code.sentAfter,
          }),
        ]
      : []),
  ]);
  if (!cancelled) return 'replaced';
  const onlySends = cancelled.every((failed, i) => !failed || (code !== undefined && i === cancelled.length - 1));
  return onlySends ? 'sent-meanwhile' : 'changed';
}
