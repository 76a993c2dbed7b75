import type { AccountStatus } from '../auth/account.ts';
import type { Decided } from '../auth/approval.ts';
import type { Deciding, DecisionStore, PhoneConfirmationStore } from '../auth/approval-store.ts';
import type { Asked, ConfirmationFlow } from '../auth/flow.ts';
import type { SessionLifetimes } from '../auth/session.ts';
import { type DocumentClient, type TransactItem, transact } from '../aws/dynamodb.ts';
import { active } from './accounts.ts';
import { approvalsOf, decided, paused, put, readApproval } from './approvals.ts';
import { answered, confirmedByPhone } from './asking-flow.ts';
import { type AuditEvent, entered } from './audit.ts';
import { deviceUpdate, readPartition } from './devices.ts';
import { opened, readFlow } from './flows.ts';
import { owed } from './outbox.ts';
import { survey } from './phone-sign-in.ts';
import { unlocked } from './pin-tries.ts';
import { lives } from './sessions.ts';

export interface DecisionStoreOptions {
  readonly client: DocumentClient;
  /** Physical names. */
  readonly tables: Readonly<Record<'devices' | 'flows' | 'outbox' | 'audit', string>>;
  readonly auditSeconds: number;
}

/** A phone's answer, over the tables. */
export function decisionStore(options: DecisionStoreOptions): DecisionStore {
  const { client, tables } = options;
  return {
    all: async (account) => approvalsOf((await readPartition(client, tables.devices, account)).approvals),
    own: (account, id) => readApproval(client, tables.devices, { account, id, endsAt: 0 }),
    async decide(deciding) {
      const cancelled = await transact(client, [
        decided(tables.devices, deciding),
        answered(tables.flows, deciding),
        used(tables.devices, deciding),
        ...refusal(options, deciding),
      ]);
      return cancelled ? 'changed' : 'decided';
    },
  };
}

/** The phone works, and was used; a right PIN has cleared its count. */
function used(table: string, { device, unlocked: by, visit }: Deciding): TransactItem {
  return by ? unlocked(table, by, visit) : { Update: deviceUpdate(table, device, 'active', { lastUsed: visit }) };
}

/** What goes with everything but an acceptance, whose entry is written when it is redeemed. */
function refusal({ tables, auditSeconds }: DecisionStoreOptions, deciding: Deciding): TransactItem[] {
  const { approval, report } = deciding;
  const { decision, device, at } = deciding.decided;
  if (decision === 'accepted') return [];
  const { account, id, flow } = approval;
  const visit = { ...approval.visit, at };
  const reason = report ? 'reported' : decision;
  const event: AuditEvent = { event: 'approval-refused', reason, device };
  const entry = entered(tables.audit, { account, id: id.slice(0, 22), flow, ...event, visit }, auditSeconds);
  if (!report) return [entry];
  const mail = { id: report.message, kind: 'approval-reported', account, channel: 'email', createdAt: at } as const;
  return [
    entry,
    paused(tables.devices, account, report.pausedUntil),
    owed(tables.outbox, { ...mail, visit: approval.visit }),
  ];
}

export interface PhoneConfirmationStoreOptions {
  readonly client: DocumentClient;
  /** Physical names. */
  readonly tables: Readonly<Record<'accounts' | 'devices' | 'flows' | 'limits' | 'sessions' | 'outbox', string>>;
  readonly lifetimes: SessionLifetimes;
}

/** Confirmations on a phone, over the tables. */
export function phoneConfirmationStore(options: PhoneConfirmationStoreOptions): PhoneConfirmationStore {
  const { client, tables, lifetimes } = options;
  const session = ({ account, session: token }: ConfirmationFlow, now: number) =>
    lives(tables.sessions, { account, token }, now, lifetimes);
  return {
    survey: async (...about) => ({ ...(await survey(options, ...about)), numbersApart: [] }),
    async begin({ account, flow, approval, message: id }) {
      const { at } = approval.visit;
      const message = { id, kind: 'approval-waiting', account: account.id, approval: approval.id } as const;
      const cancelled = await transact(client, [
        active(tables.accounts, account.id, account.epoch),
        session(flow, at),
        opened(tables.flows, flow),
        put(tables.devices, approval),
        owed(tables.outbox, { ...message, isDecoy: false, createdAt: at }),
      ]);
      return cancelled ? 'changed' : 'begun';
    },
    async flow(id) {
      const flow = await readFlow(client, tables.flows, id);
      return flow?.kind === 'confirmation' ? flow : undefined;
    },
    async confirm(flow, asked, confirmed, now) {
      const cancelled = await transact(client, [
        confirmedByPhone(tables.flows, { ...flow, asked }, confirmed, now),
        whileApproved(tables.accounts, flow, asked),
        session(flow, now),
      ]);
      return cancelled ? 'changed' : 'confirmed';
    },
  };
}

/** The account is active with that epoch, and the phone one of its own. */
function whileApproved(
  table: string,
  { account: id, epoch }: ConfirmationFlow,
  { decided: { device } }: Asked & { readonly decided: Decided },
): TransactItem {
  return {
    ConditionCheck: {
      TableName: table,
      Key: { id },
      ConditionExpression: '#status = :active AND epoch = :epoch AND contains(devices, :device)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':active': 'active' satisfies AccountStatus,
        ':epoch': epoch,
        ':device': device,
      },
    },
  };
}
