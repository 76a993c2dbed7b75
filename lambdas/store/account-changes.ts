import type { Account, AccountStatus } from '../auth/account.ts';
import type { Change, Preferences } from '../auth/confirmation-store.ts';
import type { TransactItem } from '../aws/dynamodb.ts';

/** What becomes of an account, a row of table `accounts`, by its owner's doing; each on condition that it is as it was read. */

/** Attributes to set; undefined removes. */
export type Attributes = Readonly<Record<string, unknown>>;

export function withAttributes(
  table: string,
  { id, status, epoch }: Pick<Account, 'id' | 'status' | 'epoch'>,
  attributes: Attributes,
  condition = '',
  values: Attributes = {},
): TransactItem {
  const all = Object.entries(attributes);
  const [sets, removes] = [
    all.filter(([, value]) => value !== undefined),
    all.filter(([, value]) => value === undefined),
  ];
  const expression = [
    sets.length > 0 ? `SET ${sets.map(([name]) => `#${name} = :${name}`).join(', ')}` : '',
    removes.length > 0 ? `REMOVE ${removes.map(([name]) => `#${name}`).join(', ')}` : '',
  ];
  return {
    Update: {
      TableName: table,
      Key: { id },
      UpdateExpression: expression.join(' ').trim(),
      ConditionExpression: `#status = :statusRead AND #epoch = :epochRead${condition}`,
      ExpressionAttributeNames: {
        '#status': 'status',
        '#epoch': 'epoch',
        ...Object.fromEntries(all.map(([name]) => [`#${name}`, name])),
      },
      ExpressionAttributeValues: {
        ':statusRead': status,
        ':epochRead': epoch,
        ...Object.fromEntries(sets.map(([name, value]) => [`:${name}`, value])),
        ...values,
      },
    },
  };
}

/** A confirmed change, with the epoch that ends everything that was begun before it. */
export function confirmedChange(
  table: string,
  account: Account,
  change: Change,
  { newEpoch: epoch, at }: { readonly newEpoch: string; readonly at: number },
): TransactItem {
  const active = { ...account, status: 'active' as const satisfies AccountStatus };
  return withAttributes(table, active, { ...attributesOf(change, at), epoch });
}

function attributesOf(change: Change, at: number): Attributes {
  if ('passwordHash' in change) return { ...change, mustReplacePassword: undefined };
  if ('email' in change) return { ...change, emailSince: at };
  // Without a number, codes go by e-mail.
  return { phone: change.phone, phoneSince: at, ...(change.phone === undefined && { channel: 'email' }) };
}

/** Language and preferred channel, of an active account; a number has to be proved before it can be preferred. */
export function preferred(table: string, account: Account, preferences: Preferences): TransactItem {
  const active = { ...account, status: 'active' as const satisfies AccountStatus };
  const isProved = preferences.channel === 'sms' ? ' AND attribute_exists(phone.verified)' : '';
  return withAttributes(table, active, { ...preferences }, isProved);
}

/** An identifier that nobody else has is claimed for the account. */
export const claimed = (table: string, id: string, account: string): TransactItem => ({
  Put: { TableName: table, Item: { id, account }, ConditionExpression: 'attribute_not_exists(id)' },
});
