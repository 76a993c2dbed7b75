import type { Account, Visit } from '../auth/account.ts';
import type { AccountChanges, OperatorMail } from '../auth/operator-store.ts';
import type { TransactItem } from '../aws/dynamodb.ts';
import { mailedInstead } from './mailed-secrets.ts';
import { passwordNotices } from './notices.ts';
import { owed } from './outbox.ts';

/** A row whose id nobody has. */
export const unclaimed = (table: string, row: Account | { id: string; account: string }): TransactItem => ({
  Put: { TableName: table, Item: row, ConditionExpression: 'attribute_not_exists(id)' },
});

/** A claim is given up, on condition that it is this account's. */
export const claimedBy = (table: string, id: string, account: string): TransactItem => ({
  Delete: {
    TableName: table,
    Key: { id },
    ConditionExpression: 'account = :account',
    ExpressionAttributeValues: { ':account': account },
  },
});

const AS_READ = '#status = :statusRead AND #epoch = :epochRead';

const asRead = (table: string, { id, status, epoch }: Account) => ({
  TableName: table,
  Key: { id },
  ConditionExpression: AS_READ,
  ExpressionAttributeNames: { '#status': 'status', '#epoch': 'epoch' },
  ExpressionAttributeValues: { ':statusRead': status, ':epochRead': epoch },
});

/** The account with changes, on condition that its status and epoch are as they were read. */
export function changed(table: string, read: Account, changes: AccountChanges): TransactItem {
  const fields = Object.entries(changes);
  const condition = asRead(table, read);
  return {
    Update: {
      ...condition,
      UpdateExpression: `SET ${fields.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ExpressionAttributeNames: {
        ...condition.ExpressionAttributeNames,
        ...Object.fromEntries(fields.map(([name]) => [`#${name}`, name])),
      },
      ExpressionAttributeValues: {
        ...condition.ExpressionAttributeValues,
        ...Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value])),
      },
    },
  };
}

/** The account is no more, on condition that it is as it was read and never had a password. */
export function removed(table: string, read: Account): TransactItem {
  const condition = asRead(table, read);
  return { Delete: { ...condition, ConditionExpression: `${AS_READ} AND attribute_not_exists(passwordHash)` } };
}

/** What an operator's deed owes the account's owner. Secrets go to the mailbox; a notice over the phone too. */
export function owing(
  tables: Readonly<Record<'flows' | 'outbox', string>>,
  account: Account,
  mail: OperatorMail,
  visit: Visit,
): TransactItem[] {
  if (mail.kind === 'password-set') return passwordNotices(tables, account, { id: mail.id, visit, overPhone: true });
  const { kind, expiresAt } = mail.secret;
  const message = { id: mail.id, kind, account: account.id, channel: 'email', createdAt: visit.at, expiresAt } as const;
  return [mailedInstead(tables.flows, mail.secret), owed(tables.outbox, message)];
}
