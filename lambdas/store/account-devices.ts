import type { Account, AccountStatus } from '../auth/account.ts';
import { MOST_DEVICES } from '../auth/device.ts';
import type { EnrolmentFlow } from '../auth/flow.ts';
import type { Row, TransactItem } from '../aws/dynamodb.ts';
import { accountOf } from './accounts.ts';

/** The list of an account's phones, `devices` in its row of table `accounts`. */

const asEnrolling = (table: string, flow: EnrolmentFlow) => ({
  TableName: table,
  Key: { id: flow.account },
  ConditionExpression: `#status = :active AND epoch = :epoch AND (attribute_not_exists(devices) OR size(devices) < :most)`,
  ExpressionAttributeNames: { '#status': 'status' },
  ExpressionAttributeValues: {
    ':active': 'active' satisfies AccountStatus,
    ':epoch': flow.epoch,
    // A first phone, which nobody has confirmed, is one only while there is no other.
    ':most': flow.first ? 1 : MOST_DEVICES,
  },
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
});

/** The account is as the activation knew it, and may have one phone more. */
export const takesPhone = (table: string, flow: EnrolmentFlow): TransactItem => ({
  ConditionCheck: asEnrolling(table, flow),
});

/** One phone more. */
export function phoneAdded(table: string, flow: EnrolmentFlow, device: string): TransactItem {
  const condition = asEnrolling(table, flow);
  return {
    Update: {
      ...condition,
      UpdateExpression: 'SET devices = list_append(if_not_exists(devices, :none), :device)',
      ExpressionAttributeValues: { ...condition.ExpressionAttributeValues, ':none': [], ':device': [device] },
    },
  };
}

/** Whether the account that stood in the way has as many phones as it may have. */
export const isFull = (row: Row | undefined): boolean => (accountOf(row)?.devices?.length ?? 0) >= MOST_DEVICES;

/** Those phones and no others, on condition of the list that was read. `reviewedAt`: its owner said so after a recovery. */
export function phonesLeft(
  table: string,
  { id, devices }: Account,
  left: readonly string[],
  reviewedAt?: number,
): TransactItem {
  const isRead = devices === undefined ? 'attribute_not_exists(devices)' : 'devices = :read';
  return {
    Update: {
      TableName: table,
      Key: { id },
      UpdateExpression: `SET devices = :left${reviewedAt === undefined ? '' : ', devicesReviewedAt = :at'}`,
      ConditionExpression: `attribute_exists(id) AND ${isRead}`,
      ExpressionAttributeValues: {
        ':left': left,
        ...(devices && { ':read': devices }),
        ...(reviewedAt !== undefined && { ':at': reviewedAt }),
      },
    },
  };
}
