import type { ConfirmationFlow, SignInFlow } from '../auth/flow.ts';
import type { BoughtCode, Redemption, Resending, SignInStore } from '../auth/sign-in-store.ts';
import { transact } from '../aws/dynamodb.ts';
import { active, signedIn } from './accounts.ts';
import { entered } from './audit.ts';
import { codeReplaced, done, tryOfFlow } from './flows.ts';
import { cleared, known, notSold, tryOf } from './limits.ts';
import { browserNotice } from './notices.ts';
import { owed } from './outbox.ts';
import { begun } from './sessions.ts';
import type { PasswordStoreOptions, SignInStoreOptions } from './sign-in.ts';
import { codeMessage } from './sign-in-password.ts';

type Options = SignInStoreOptions;

/** A newer code: the flow's counter, what is owed, and the send it uses up, while the account is as it was. */
export async function resend(options: Options, resending: Resending): ReturnType<SignInStore['resend']> {
  const { tables } = options;
  const { before, after, code, now } = resending;
  const cancelled = await transact(options.client, [
    codeReplaced(tables.flows, before, after, now),
    active(tables.accounts, before.account, before.epoch),
    cleared(tables.limits, before.tally, undefined, { before: code.sentBefore, after: code.sentAfter }),
    owed(tables.outbox, codeMessage(after, code.message, now)),
  ]);
  if (!cancelled) return 'sent';
  return cancelled[0] || cancelled[1] ? 'changed' : 'sent-meanwhile';
}

/** A try from the code and from the account's tally, both or neither. */
export async function buyCodeTry(
  options: PasswordStoreOptions,
  flow: SignInFlow | ConfirmationFlow,
  now: number,
): Promise<BoughtCode> {
  const { tables } = options;
  const cancelled = await transact(options.client, [
    { Update: tryOfFlow(tables.flows, flow, now) },
    { Update: tryOf(tables.limits, flow.tally, 'code', now) },
  ]);
  if (!cancelled) return { outcome: 'bought', triesLeft: flow.triesLeft - 1 };
  const [atFlow, atTally] = cancelled;
  if (atFlow || !atTally) return { outcome: 'refused' };
  const why = notSold(atTally.row, flow.tally, 'code', now);
  return why.outcome === 'unknown' ? { outcome: 'refused' } : why;
}

/** Flow open → done, together with the session that it pays for, while the account is as it was. */
export async function redeem(options: Options, redemption: Redemption): ReturnType<SignInStore['redeem']> {
  const { tables } = options;
  const { flow, session, newBrowser, notice, knownUntil, now } = redemption;
  const { account } = flow;
  const visit = { ...flow.visit, at: now };
  const completion = {
    session: session.token,
    ...(redemption.idempotencyHash !== undefined && { idempotencyHash: redemption.idempotencyHash }),
  };
  const from = flow.familiar ? 'known-browser' : 'new-browser';
  const cancelled = await transact(options.client, [
    done(tables.flows, flow, completion, now),
    signedIn(tables.accounts, flow, visit),
    cleared(
      tables.limits,
      flow.tally,
      'code',
      undefined,
      flow.tally.browser === undefined ? undefined : { knownUntil, visit },
    ),
    begun(tables.sessions, session, options.lifetimes.absoluteSeconds),
    entered(
      tables.audit,
      { account, id: flow.id, flow: flow.id, event: 'signed-in', from, visit },
      options.auditSeconds,
    ),
    ...(newBrowser === undefined ? [] : [known(tables.limits, account, newBrowser, knownUntil, visit)]),
    ...(notice === undefined ? [] : browserNotice(tables, flow, { id: notice, visit })),
  ]);
  return cancelled ? 'changed' : 'redeemed';
}
