import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Account, channelsOf } from '../auth/account.ts';
import type { Activation, EnrolmentStore, OpeningEnrolment } from '../auth/enrolment-store.ts';
import type { SessionLifetimes } from '../auth/session.ts';
import { type Cancelled, conditional, type DocumentClient, type TransactItem, transact } from '../aws/dynamodb.ts';
import { isFull, phoneAdded, takesPhone } from './account-devices.ts';
import { readAccount } from './accounts.ts';
import { entered } from './audit.ts';
import { used } from './confirmation-flow.ts';
import { activated, deviceKey, deviceOf, registered } from './devices.ts';
import { enrolmentEnded, enrolmentMoved, numberTried } from './enrolment-flow.ts';
import { opened, readFlow } from './flows.ts';
import { noticed } from './notices.ts';
import { owed } from './outbox.ts';
import { lives } from './sessions.ts';

export interface EnrolmentStoreOptions {
  readonly client: DocumentClient;
  /** Physical names. */
  readonly tables: Readonly<Record<'accounts' | 'devices' | 'flows' | 'sessions' | 'outbox' | 'audit', string>>;
  readonly lifetimes: SessionLifetimes;
  readonly auditSeconds: number;
}

/** Everything that activations of phones read and write, over the tables. */
export function enrolmentStore(options: EnrolmentStoreOptions): EnrolmentStore {
  const { client, tables } = options;
  return {
    async flow(id) {
      const flow = await readFlow(client, tables.flows, id);
      return flow?.kind === 'confirmation' ? flow : undefined;
    },
    async enrolment(id) {
      const flow = await readFlow(client, tables.flows, id);
      return flow?.kind === 'enrolment' ? flow : undefined;
    },
    account: (id) => readAccount(client, tables.accounts, id),
    async device(account, id) {
      const Key = deviceKey({ account, id });
      const { Item } = await client.send(new GetCommand({ TableName: tables.devices, Key, ConsistentRead: true }));
      return deviceOf(Item);
    },
    open: (opening) => open(options, opening),
    async show(flow, now) {
      const move = enrolmentMoved(tables.flows, flow, ['waiting'], { state: 'opened' }, now);
      const shown = await conditional(() => client.send(new UpdateCommand(move)));
      return 'done' in shown ? 'shown' : 'changed';
    },
    async register(flow, device, now) {
      const { id, name, endsAt } = device;
      const sets = { state: 'registered', device: { id, name }, endsAt } as const;
      const cancelled = await transact(client, [
        takesPhone(tables.accounts, flow),
        { Update: enrolmentMoved(tables.flows, flow, ['waiting', 'opened'], sets, now) },
        signedIn(options, flow, now),
        registered(tables.devices, device),
      ]);
      return cancelled ? whyNot(cancelled) : 'registered';
    },
    async buyNumberTry(flow, tried, now) {
      const buying = numberTried(tables.flows, flow, tried, now);
      const bought = await conditional(() => client.send(new UpdateCommand(buying)));
      return 'done' in bought ? 'bought' : 'sold';
    },
    activate: (activation) => activate(options, activation),
    async forget(flow, device, visit) {
      const entry = { account: flow.account, id: flow.id, flow: flow.id, device: device.id, visit } as const;
      // Cancelled: another request has done so.
      await transact(client, [
        enrolmentEnded(tables.flows, flow, { device: device.id, state: 'ended', now: visit.at }),
        { Delete: { TableName: tables.devices, Key: deviceKey(device), ...PENDING } },
        entered(tables.audit, { ...entry, event: 'device-forgotten' }, options.auditSeconds),
      ]);
    },
  };
}

const PENDING = {
  ConditionExpression: '#state = :pending',
  ExpressionAttributeNames: { '#state': 'state' },
  ExpressionAttributeValues: { ':pending': 'pending' },
};

type InSession = { readonly account: string; readonly session: string };

/** The session that began it is still there. */
const signedIn = ({ tables, lifetimes }: EnrolmentStoreOptions, { account, session: token }: InSession, now: number) =>
  lives(tables.sessions, { account, token }, now, lifetimes);

/** The account comes first in every transaction: only what is wrong with it can be that it is full. */
const whyNot = ([account, ...rest]: Cancelled): 'full' | 'changed' =>
  account && isFull(account.row) && rest.every((failed) => !failed) ? 'full' : 'changed';

async function open(
  options: EnrolmentStoreOptions,
  { flow, confirmation, idempotencyHash }: OpeningEnrolment,
): ReturnType<EnrolmentStore['open']> {
  const { tables } = options;
  const { at: now } = flow.visit;
  const completion = { session: flow.session, ...(idempotencyHash !== undefined && { idempotencyHash }) };
  const use = { by: 'confirmation', completion, now } as const;
  const cancelled = await transact(options.client, [
    takesPhone(tables.accounts, flow),
    signedIn(options, flow, now),
    opened(tables.flows, flow),
    ...(confirmation ? [used(tables.flows, confirmation, use)] : []),
  ]);
  return cancelled ? whyNot(cancelled) : 'opened';
}

/** Flow done, phone active and one of the account's, told over both channels: all of it or nothing. */
async function activate(
  options: EnrolmentStoreOptions,
  activation: Activation,
): ReturnType<EnrolmentStore['activate']> {
  const { tables, auditSeconds } = options;
  const { flow, account, device, visit } = activation;
  const entry = { account: account.id, id: flow.id, flow: flow.id, device: device.id, visit } as const;
  const cancelled = await transact(options.client, [
    phoneAdded(tables.accounts, flow, device.id),
    enrolmentEnded(tables.flows, flow, { device: device.id, state: 'done', now: visit.at }),
    signedIn(options, flow, visit.at),
    activated(tables.devices, device, visit.at),
    entered(tables.audit, { ...entry, event: 'device-activated' }, auditSeconds),
    ...noticesOf(tables, account, activation),
  ]);
  return cancelled ? whyNot(cancelled) : 'activated';
}

function noticesOf(
  tables: EnrolmentStoreOptions['tables'],
  account: Account,
  { device, notice: id, notMe, visit }: Activation,
): TransactItem[] {
  const told = { kind: 'phone-activated', account: account.id, createdAt: visit.at, visit } as const;
  const message = { ...told, phoneName: device.name };
  const byMail = noticed(tables, { ...message, id, channel: 'email' }, notMe);
  if (!channelsOf(account).includes('sms')) return byMail;
  return [...byMail, owed(tables.outbox, { ...message, id: `${id}.sms`, channel: 'sms' })];
}
