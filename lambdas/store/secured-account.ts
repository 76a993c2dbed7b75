import type { Account, AccountStatus } from '../auth/account.ts';
import { isNewSince, type NotMeStore, type Securing } from '../auth/not-me.ts';
import { type TransactItem, transact } from '../aws/dynamodb.ts';
import { type Attributes, claimed, withAttributes } from './account-changes.ts';
import { accountOf } from './accounts.ts';
import { entered } from './audit.ts';
import { batchGet } from './batch-get.ts';
import { readPhones, revoked } from './devices.ts';
import { browsersSince, forgottenBrowser, notMeKey, notMeRow, spent } from './not-me.ts';
import { claimedBy } from './operator-writes.ts';
import { owed } from './outbox.ts';
import type { PasswordStoreOptions } from './sign-in.ts';

export interface NotMeStoreOptions extends PasswordStoreOptions {
  readonly tables: PasswordStoreOptions['tables'] & { readonly devices: string };
}

/** What "it was not me" reads and writes, over the tables. */
export function notMeStore(options: NotMeStoreOptions): NotMeStore {
  const { client, tables } = options;
  return {
    async look(id, address) {
      const rows = await batchGet(client, { [tables.flows]: [notMeKey(id, address)], [tables.accounts]: [{ id }] });
      const notMe = notMeRow(rows[tables.flows]?.[0]);
      const account = accountOf(rows[tables.accounts]?.[0]);
      return { ...(notMe && { notMe }), ...(account && { account }) };
    },
    async devicesSince(account, since) {
      return (await readPhones(client, tables.devices, account)).filter((device) => isNewSince(device, since));
    },
    browsersSince: (account, since) => browsersSince(client, tables.limits, account, since),
    secure: (securing) => secure(options, securing),
  };
}

/** A transaction holds a hundred writes. */
const MOST_BROWSERS = 80;

/** The link used up, the account locked under a new epoch, what was added put back or suspended, the owner told. */
async function secure(options: NotMeStoreOptions, securing: Securing): ReturnType<NotMeStore['secure']> {
  const { tables, newId, auditSeconds } = options;
  const { notMe, account, email, phone, idempotencyHash, visit, tell, message } = securing;
  const claims = email
    ? [
        claimed(tables.accounts, `email#${email.address}`, account.id),
        claimedBy(tables.accounts, `email#${account.email}`, account.id),
      ]
    : [];
  const restored = [...(email ? ['email' as const] : []), ...(phone ? ['phone' as const] : [])];
  const cancelled = await transact(options.client, [
    ...claims,
    spent(tables.flows, notMe, idempotencyHash === undefined ? {} : { idempotencyHash }),
    secured(tables.accounts, securing),
    ...securing.devices.map((device) => revoked(tables.devices, device, visit.at)),
    ...securing.browsers.slice(0, MOST_BROWSERS).map((hash) => forgottenBrowser(tables.limits, account.id, hash)),
    entered(tables.audit, { account: account.id, id: newId(), event: 'not-me', restored, visit }, auditSeconds),
    ...securing.devices.map(({ id: device }) => {
      const event = { event: 'device-removed', device, by: 'not-me' } as const;
      return entered(tables.audit, { ...event, account: account.id, id: newId(), visit }, auditSeconds);
    }),
    owed(tables.outbox, {
      id: message,
      kind: 'account-secured',
      account: account.id,
      channel: 'email',
      to: { email: tell },
      createdAt: visit.at,
      endedPhones: securing.devices.map(({ id }) => id),
    }),
  ]);
  if (!cancelled) return 'secured';
  const isTaken = claims.length > 0 && cancelled.every((failed, index) => !failed || index === 0);
  return isTaken ? 'address-taken' : 'changed';
}

/** On condition of the phones that were read: one that comes meanwhile may be the thief's. */
function secured(table: string, securing: Securing): TransactItem {
  const { account, newEpoch: epoch, email, lockedBy, visit } = securing;
  const gone = new Set(securing.devices.map(({ id }) => id));
  const { devices } = account;
  const attributes = {
    status: 'locked' satisfies AccountStatus,
    locked: { by: lockedBy, at: visit.at },
    epoch,
    ...(email && { email: email.address, emailSince: email.since }),
    ...phoneAttributes(account, securing),
    ...(devices && { devices: devices.filter((id) => !gone.has(id)) }),
  };
  return devices
    ? withAttributes(table, account, attributes, ' AND #devices = :devicesRead', { ':devicesRead': devices })
    : withAttributes(table, account, attributes, ' AND attribute_not_exists(devices)');
}

/** The number that was there before, as it was; one that may be a thief's is not used until it is proved again. */
function phoneAttributes({ phone }: Account, { phone: before, suspendsPhone }: Securing): Attributes {
  if (before) return { phone: before.number, phoneSince: before.since, channel: before.channel };
  if (!phone || !suspendsPhone) return {};
  return { phone: { number: phone.number, country: phone.country }, channel: 'email' };
}
