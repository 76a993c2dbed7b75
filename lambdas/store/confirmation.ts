import type { ConfirmationStore } from '../auth/confirmation-store.ts';
import type { ConfirmationFlow } from '../auth/flow.ts';
import { transact } from '../aws/dynamodb.ts';
import type { OwedMessage } from '../notify/owed.ts';
import { preferred } from './account-changes.ts';
import { active, unchanged } from './accounts.ts';
import { entered, writeEntry } from './audit.ts';
import { codeSent, confirmed } from './confirmation-flow.ts';
import { change } from './confirmed-change.ts';
import { opened, readFlow } from './flows.ts';
import { buyReopened, buyTry, cleared, reopenCode } from './limits.ts';
import { owed } from './outbox.ts';
import { lives, sessionLives } from './sessions.ts';
import type { SignInStoreOptions } from './sign-in.ts';
import { buyCodeTry } from './sign-in-code.ts';
import { sent } from './sign-in-password.ts';

/** Everything that confirmed changes read and write, over the tables. */
export function confirmationStore(options: SignInStoreOptions): ConfirmationStore {
  const { client, tables, auditSeconds, newId } = options;
  return {
    buyPasswordTry: (key, now) => buyTry(client, tables.limits, key, 'password', now),
    reopen: (key, closedAt, now) => buyReopened(client, tables.limits, key, closedAt, now),
    reopenCode: (key, closedAt) => reopenCode(client, tables.limits, key, closedAt),
    sent: (key) => sent(options, key),
    sessionLives: (account, token, now) => sessionLives(options, account, token, now),
    async refusePassword(account, action, visit) {
      const entry = { account, id: newId(), event: 'confirmation-refused', action, visit } as const;
      await writeEntry(client, tables.audit, entry, auditSeconds);
    },
    open: (opening) => open(options, opening),
    async flow(id) {
      const flow = await readFlow(client, tables.flows, id);
      return flow?.kind === 'confirmation' ? flow : undefined;
    },
    send: (sending) => send(options, sending),
    buyCodeTry: (flow, now) => buyCodeTry(options, flow, now),
    async refuseCode({ account, id: flow, visit }, reason, now) {
      const entry = {
        account,
        id: newId(),
        flow,
        event: 'code-refused',
        reason,
        visit: { ...visit, at: now },
      } as const;
      await writeEntry(client, tables.audit, entry, auditSeconds);
    },
    async confirm(flow, by, now) {
      const cancelled = await transact(client, [
        confirmed(tables.flows, flow, by, now),
        ...whileSignedIn(options, flow, now),
        cleared(tables.limits, flow.tally, 'code'),
      ]);
      return cancelled ? 'changed' : 'confirmed';
    },
    change: (made) => change(options, made),
    async prefer(account, preferences, visit) {
      const entry = { account: account.id, id: newId(), event: 'preferences-changed', visit } as const;
      const cancelled = await transact(client, [
        preferred(tables.accounts, account, preferences),
        entered(tables.audit, { ...entry, fields: Object.keys(preferences) }, auditSeconds),
      ]);
      return cancelled ? 'changed' : 'preferred';
    },
  };
}

/** The account is as the flow knew it, and the session still there. */
function whileSignedIn({ tables, lifetimes }: SignInStoreOptions, flow: ConfirmationFlow, now: number) {
  const session = lives(tables.sessions, { account: flow.account, token: flow.session }, now, lifetimes);
  return [active(tables.accounts, flow.account, flow.epoch), session];
}

/** The right password: the flow, what it owes, and the end of the wrong answers before it, or nothing of it. */
async function open(
  options: SignInStoreOptions,
  { account, flow, code }: Parameters<ConfirmationStore['open']>[0],
): ReturnType<ConfirmationStore['open']> {
  const { tables, lifetimes } = options;
  const { at } = flow.visit;
  const cancelled = await transact(options.client, [
    unchanged(tables.accounts, account),
    lives(tables.sessions, { account: flow.account, token: flow.session }, at, lifetimes),
    cleared(tables.limits, flow.tally, 'password', code && { before: code.sentBefore, after: code.sentAfter }),
    opened(tables.flows, flow),
    ...(code ? [owed(tables.outbox, codeMessage(flow, code.message, at))] : []),
  ]);
  if (!cancelled) return 'opened';
  return cancelled[0] || cancelled[1] ? 'changed' : 'sent-meanwhile';
}

async function send(
  options: SignInStoreOptions,
  { before, after, code, now }: Parameters<ConfirmationStore['send']>[0],
): ReturnType<ConfirmationStore['send']> {
  const { tables } = options;
  const cancelled = await transact(options.client, [
    codeSent(tables.flows, before, after, now),
    ...whileSignedIn(options, before, now),
    ...(code
      ? [
          owed(tables.outbox, codeMessage(after, code.message, now)),
          cleared(tables.limits, after.tally, undefined, { before: code.sentBefore, after: code.sentAfter }),
        ]
      : []),
  ]);
  if (!cancelled) return 'sent';
  return cancelled.slice(0, 3).some((failed) => failed) ? 'changed' : 'sent-meanwhile';
}

/** The message with the flow's newest code: to the account, or to the address that is to be proved. */
function codeMessage(flow: ConfirmationFlow, id: string, now: number): OwedMessage {
  const { account, channel, counter, pending } = flow;
  const base = { id, account, channel, flow: flow.id, counter, createdAt: now };
  return pending ? { ...base, kind: 'new-address-code', to: pending } : { ...base, kind: 'confirmation-code' };
}
