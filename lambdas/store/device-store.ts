import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Account, Visit } from '../auth/account.ts';
import type { DeviceStore, RefusedUnlock, Removal, UnlockChange, Unlocked, UnlockNews } from '../auth/device-store.ts';
import { conditional, type DocumentClient, type TransactItem, transact } from '../aws/dynamodb.ts';
import type { ChangedUnlock } from '../notify/message.ts';
import { phonesLeft } from './account-devices.ts';
import { type AuditEvent, entered, writeEntry } from './audit.ts';
import { deviceUpdate, readPhone, readPhones, revoked } from './devices.ts';
import { noticed } from './notices.ts';
import { owed } from './outbox.ts';
import { buyPinTry, unlockChanged, unlocked } from './pin-tries.ts';

export interface DeviceStoreOptions {
  readonly client: DocumentClient;
  /** Physical names. */
  readonly tables: Readonly<Record<'accounts' | 'devices' | 'flows' | 'outbox' | 'audit', string>>;
  /** Makes the ids of audit entries. */
  newId(): string;
  readonly auditSeconds: number;
}

/** Everything that phones are read from and written to, over the tables. */
export function deviceStore(options: DeviceStoreOptions): DeviceStore {
  const { client, tables } = options;
  return {
    look: (account, device) => readPhone(client, tables, account, device),
    phonesOf: (account) => readPhones(client, tables.devices, account),
    buyPinTry: (device, pinTry) => buyPinTry(client, tables.devices, device, pinTry),
    refuseUnlock: (refused) => refuseUnlock(options, refused),
    async clearTries(right, visit) {
      const cancelled = await transact(client, [unlocked(tables.devices, right, visit)]);
      return cancelled ? 'changed' : 'cleared';
    },
    changeUnlock: (right, change, news) => changeUnlock(options, right, change, news),
    async rename(device, name, visit) {
      const cancelled = await transact(client, [
        { Update: deviceUpdate(tables.devices, device, device.state, { name }) },
        entry(options, device.account, { event: 'device-renamed', device: device.id }, visit),
      ]);
      return cancelled ? 'gone' : 'renamed';
    },
    async subscribe(device, subscription) {
      const update = deviceUpdate(tables.devices, device, 'active', { subscription });
      const subscribed = await conditional(() => client.send(new UpdateCommand(update)));
      return 'done' in subscribed ? 'subscribed' : 'gone';
    },
    remove: (removal) => remove(options, removal),
  };
}

const entry = (
  { tables, newId, auditSeconds }: DeviceStoreOptions,
  account: string,
  event: AuditEvent,
  visit: Visit,
): TransactItem => entered(tables.audit, { ...event, account, id: newId(), visit }, auditSeconds);

/** The phone unlocked by something else, and its owner told: all of it or nothing. */
async function changeUnlock(
  options: DeviceStoreOptions,
  right: Unlocked,
  change: UnlockChange,
  { notMe, visit }: UnlockNews,
): ReturnType<DeviceStore['changeUnlock']> {
  const { client, tables } = options;
  const { account, id: device, name: phoneName } = right.device;
  const what = 'pin' in change ? 'pin' : 'fingerprint';
  const message = { id: right.request.slice(0, 22), account, channel: 'email', createdAt: visit.at, visit } as const;
  const cancelled = await transact(client, [
    unlockChanged(tables.devices, right, change, visit),
    entry(options, account, { event: 'device-unlock-changed', device, what }, visit),
    ...noticed(tables, { ...message, kind: 'phone-unlock-changed', phoneName, what: whatOf(change) }, notMe),
  ]);
  return cancelled ? 'gone' : 'changed';
}

function whatOf(change: UnlockChange): ChangedUnlock {
  if ('pin' in change) return 'pin';
  return change.fingerprint ? 'fingerprint-added' : 'fingerprint-removed';
}

/** The notice is named after the request, so that one request is told of once. */
async function refuseUnlock(options: DeviceStoreOptions, refused: RefusedUnlock): Promise<void> {
  const { client, tables, newId, auditSeconds } = options;
  const { device, by: what, request, lockedUntil: until, visit } = refused;
  const { account, id, name: phoneName } = device;
  const event = { event: 'device-unlock-refused', device: id, what } as const;
  await writeEntry(client, tables.audit, { ...event, account, id: newId(), visit }, auditSeconds);
  if (until === undefined) return;
  const message = { kind: 'phone-locked', account, channel: 'email', createdAt: visit.at, visit } as const;
  // Cancelled: it has been told.
  await transact(client, [owed(tables.outbox, { ...message, id: request.slice(0, 22), phoneName, until })]);
}

/** The phones revoked and out of the account's list, and their owner told: all of it or nothing. */
async function remove(options: DeviceStoreOptions, removal: Removal): ReturnType<DeviceStore['remove']> {
  const { client, tables } = options;
  const { account, devices, by, operator, visit } = removal;
  const who = { by, ...(operator !== undefined && { operator }) };
  const events = devices.map(({ id: device }) => ({ event: 'device-removed', device, ...who }) as const);
  const cancelled = await transact(client, [
    ...listOf(tables.accounts, account, removal),
    ...devices.map((device) => revoked(tables.devices, device, visit.at)),
    ...events.map((event) => entry(options, account.id, event, visit)),
    ...noticesOf(tables, account, removal),
  ]);
  return cancelled ? 'changed' : 'removed';
}

function listOf(table: string, account: Account, { devices, reviewed, visit }: Removal): TransactItem[] {
  const gone = new Set(devices.map(({ id }) => id));
  const left = account.devices?.filter((id) => !gone.has(id)) ?? [];
  const isSame = left.length === (account.devices?.length ?? 0);
  // One that waits for its number is in no list yet.
  return isSame && !reviewed ? [] : [phonesLeft(table, account, left, reviewed ? visit.at : undefined)];
}

function noticesOf(tables: DeviceStoreOptions['tables'], account: Account, removal: Removal): TransactItem[] {
  const { by, notice: id, notMe, visit } = removal;
  const active = removal.devices.filter(({ state }) => state === 'active');
  if (active.length === 0) return [];
  const endedPhones = removal.devices.map((device) => device.id);
  const base = { id, account: account.id, channel: 'email', createdAt: visit.at, visit, endedPhones } as const;
  const phoneName = active.map(({ name }) => name).join(', ');
  if (by === 'wrong-pins') return [owed(tables.outbox, { ...base, kind: 'phone-locked', phoneName })];
  return noticed(tables, { ...base, kind: 'phone-removed', phoneName }, notMe);
}
