import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Account } from '../auth/account.ts';
import type { Device, DeviceState } from '../auth/device.ts';
import type { DocumentClient, Row, TransactItem } from '../aws/dynamodb.ts';
import { accountOf } from './accounts.ts';
import { batchGet } from './batch-get.ts';

/**
 * Table `devices`: partition key `account` (or the decoy that stands for an identifier nobody has), sort key `id`, TTL
 * `ttl` (Unix seconds).
 *
 * | id | holds | TTL |
 * |---|---|---|
 * | `22 characters` | a phone, as `auth/device.ts` describes it | none while it works; a day after `endsAt` while pending; a week after it was revoked |
 * | `approval#43 characters` | a question to the phones, as `auth/approval.ts` describes it | a day after its end |
 * | `slot#shared`, `slot#HASH` | which question is pending, of all unknown browsers or of one known browser | |
 *
 * A phone is read by its key, with its account, at every request that it proves; the phones of an account by their keys,
 * which the account names; all that waits on them by the partition. What a phone is and what its account says of it
 * (`Account.devices`) change in one transaction.
 */
const REVOKED_KEPT_SECONDS = 7 * 24 * 3600;
const PENDING_KEPT_SECONDS = 24 * 3600;

export const deviceKey = ({ account, id }: Pick<Device, 'account' | 'id'>) => ({ account, id });

/** The device in a row. */
export function deviceOf(row: Row | undefined): Device | undefined {
  return row as Device | undefined;
}

type PhoneTables = Readonly<Record<'accounts' | 'devices', string>>;

/** Phone and account, read consistently in one round trip. */
export async function readPhone(client: DocumentClient, tables: PhoneTables, account: string, id: string) {
  const rows = await batchGet(client, { [tables.devices]: [{ account, id }], [tables.accounts]: [{ id: account }] });
  const device = deviceOf(rows[tables.devices]?.[0]);
  const owner = accountOf(rows[tables.accounts]?.[0]);
  return { ...(device && { device }), ...(owner && { account: owner }) };
}

/** The phones of those ids, in that order. */
export async function readPhones(
  client: DocumentClient,
  table: string,
  { id: account, devices = [] }: Pick<Account, 'id' | 'devices'>,
): Promise<readonly Device[]> {
  if (devices.length === 0) return [];
  const rows = await batchGet(client, { [table]: devices.map((id) => ({ account, id })) });
  const byId = new Map(rows[table]?.map((row) => [row.id, deviceOf(row)]));
  return devices.map((id) => byId.get(id)).filter((device) => device !== undefined);
}

/** The rows of a partition, by kind. */
export interface Partition {
  readonly devices: readonly Device[];
  readonly approvals: readonly Row[];
  readonly slots: readonly Row[];
}

export async function readPartition(client: DocumentClient, table: string, account: string): Promise<Partition> {
  const rows: Row[] = [];
  let from: Row | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'account = :account',
        ExpressionAttributeValues: { ':account': account },
        ConsistentRead: true,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    rows.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from);
  const kindOf = ({ id }: Row) => (String(id).includes('#') ? String(id).split('#')[0] : 'device');
  const of = (kind: string) => rows.filter((row) => kindOf(row) === kind);
  const devices = of('device').map(deviceOf);
  return {
    devices: devices.filter((device) => device !== undefined),
    approvals: of('approval'),
    slots: of('slot'),
  };
}

/** A phone that waits for its number to be typed in the browser. */
export function registered(table: string, device: Device): TransactItem {
  const ttl = Math.floor(device.endsAt / 1000) + PENDING_KEPT_SECONDS;
  return { Put: { TableName: table, Item: { ...device, ttl }, ConditionExpression: 'attribute_not_exists(id)' } };
}

/** Attributes of a phone that is in that state; undefined removes. */
export function deviceUpdate(
  table: string,
  device: Pick<Device, 'account' | 'id'>,
  state: DeviceState,
  attributes: Readonly<Record<string, unknown>>,
) {
  const all = Object.entries(attributes);
  const sets = all.filter(([, value]) => value !== undefined);
  const removes = all.filter(([, value]) => value === undefined);
  return {
    TableName: table,
    Key: deviceKey(device),
    UpdateExpression: [
      sets.length > 0 ? `SET ${sets.map(([name]) => `#${name} = :${name}`).join(', ')}` : '',
      removes.length > 0 ? `REMOVE ${removes.map(([name]) => `#${name}`).join(', ')}` : '',
    ]
      .join(' ')
      .trim(),
    ConditionExpression: '#state = :stateRead',
    ExpressionAttributeNames: { '#state': 'state', ...Object.fromEntries(all.map(([name]) => [`#${name}`, name])) },
    ExpressionAttributeValues: {
      ':stateRead': state,
      ...Object.fromEntries(sets.map(([name, value]) => [`:${name}`, value])),
    },
  };
}

/** The browser has typed the number: the phone works, while its time is not over. */
export function activated(table: string, device: Device, now: number): TransactItem {
  const update = deviceUpdate(table, device, 'pending', { state: 'active' satisfies DeviceState, ttl: undefined });
  return {
    Update: {
      ...update,
      ConditionExpression: `${update.ConditionExpression} AND flow = :flow AND endsAt > :now`,
      ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ':flow': device.flow, ':now': now },
    },
  };
}

/** The phone never works again. */
export function revoked(table: string, device: Device, now: number): TransactItem {
  const ttl = Math.floor(now / 1000) + REVOKED_KEPT_SECONDS;
  const end = { state: 'revoked' satisfies DeviceState, ttl, subscription: undefined };
  return { Update: deviceUpdate(table, device, device.state, end) };
}
