import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Approval, ApprovalState } from '../auth/approval.ts';
import { apart, type Slot } from '../auth/approval-slots.ts';
import type { ApprovalKey, Deciding } from '../auth/approval-store.ts';
import type { DocumentClient, Row, TransactItem } from '../aws/dynamodb.ts';
import { batchGet } from './batch-get.ts';

/**
 * Questions to the phones, rows of table `devices` (see `devices.ts`), TTL a day after their end.
 *
 * | account | id | holds |
 * |---|---|---|
 * | account, or decoy of an identifier | `approval#43 characters` | a question that holds a slot, or that a phone or a session asks |
 * | the same | `slot#shared`, `slot#HASH` | which question was the last of all unknown browsers, or of one known browser; `pausedUntil` |
 * | `ACCOUNT#apart` | `approval#ENDS#43 characters`, `slot#…` | a decoy without a slot: kept apart, and read by time, so that no flood of them is in a phone's way |
 */
const KEPT_SECONDS = 24 * 3600;
const APART = apart('');

const approvalKey = ({ account, id, endsAt }: ApprovalKey) => ({
  account,
  id: account.endsWith(APART) ? `approval#${endsAt}#${id}` : `approval#${id}`,
});

function approvalOf(row: Row | undefined): Approval | undefined {
  if (!row) return undefined;
  const { ttl: _, ...rest } = row;
  return { ...rest, id: String(row.id).split('#').at(-1) } as Approval;
}

export const approvalsOf = (rows: readonly Row[]): readonly Approval[] =>
  rows.map(approvalOf).filter((approval) => approval !== undefined);

/** The slots in rows of their partition. */
export function slotsOf(rows: readonly Row[]): readonly Slot[] {
  return rows.map(({ id, approval, pausedUntil }) => ({
    holder: String(id).slice('slot#'.length),
    ...(typeof approval === 'string' && { approval }),
    ...(typeof pausedUntil === 'number' && { pausedUntil }),
  }));
}

/** The approval as it is now. */
export async function readApproval(
  client: DocumentClient,
  table: string,
  key: ApprovalKey,
): Promise<Approval | undefined> {
  const rows = await batchGet(client, { [table]: [approvalKey(key)] });
  return approvalOf(rows[table]?.[0]);
}

/** Numbers that pages without a slot may still show; of a flood, more than enough to know them all. */
export async function numbersApart(
  client: DocumentClient,
  table: string,
  subject: string,
  now: number,
): Promise<readonly number[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'account = :apart AND id BETWEEN :now AND :ever',
      ProjectionExpression: 'picture.#number',
      ExpressionAttributeNames: { '#number': 'number' },
      ExpressionAttributeValues: { ':apart': apart(subject), ':now': `approval#${now + 1}`, ':ever': 'approval#~' },
      ConsistentRead: true,
    }),
  );
  return Items.map(({ picture }) => Number(Object(picture).number));
}

/** Puts a new approval. */
export function put(table: string, approval: Approval): TransactItem {
  const ttl = Math.floor(approval.endsAt / 1000) + KEPT_SECONDS;
  return {
    Put: {
      TableName: table,
      Item: { ...approval, ...approvalKey(approval), ttl },
      ConditionExpression: 'attribute_not_exists(id)',
    },
  };
}

/** The slot is that question's, on condition that its last one is what was read, and that no pause has begun since. */
export function taken(
  table: string,
  { account, holder, approval: before }: Slot & { readonly account: string },
  { id, endsAt }: Approval,
  now: number,
): TransactItem {
  const same = before === undefined ? 'attribute_not_exists(approval)' : 'approval = :before';
  return {
    Update: {
      TableName: table,
      Key: { account, id: `slot#${holder}` },
      UpdateExpression: 'SET approval = :approval, #ttl = :ttl',
      ConditionExpression: `${same} AND (attribute_not_exists(pausedUntil) OR pausedUntil <= :now)`,
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: {
        ':approval': id,
        ':ttl': Math.floor(endsAt / 1000) + KEPT_SECONDS,
        ':now': now,
        ...(before !== undefined && { ':before': before }),
      },
    },
  };
}

/** Unknown browsers' questions reach no phone until then. */
export function paused(table: string, account: string, until: number): TransactItem {
  return {
    Update: {
      TableName: table,
      Key: { account, id: 'slot#shared' },
      UpdateExpression: 'SET pausedUntil = :until, #ttl = :ttl',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: { ':until': until, ':ttl': Math.floor(until / 1000) + KEPT_SECONDS },
    },
  };
}

/** Waiting → withdrawn. */
export const withdrawn = (table: string, key: ApprovalKey, now: number): TransactItem =>
  ended(table, key, now, { '#state': 'withdrawn' });

/** Waiting → decided. */
export const decided = (
  table: string,
  { approval, decided: by }: Pick<Deciding, 'approval' | 'decided'>,
): TransactItem => ended(table, approval, by.at, { '#state': by.decision, decided: by });

/** What waits, and is not over, ends; what has ended never changes. */
function ended(
  table: string,
  key: ApprovalKey,
  now: number,
  sets: { readonly '#state': ApprovalState; readonly decided?: Deciding['decided'] },
): TransactItem {
  const fields = Object.entries(sets);
  return {
    Update: {
      TableName: table,
      Key: approvalKey(key),
      UpdateExpression: `SET ${fields.map(([name], i) => `${name} = :set${i}`).join(', ')}`,
      ConditionExpression: '#state = :waiting AND endsAt > :now',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: {
        ':waiting': 'waiting' satisfies ApprovalState,
        ':now': now,
        ...Object.fromEntries(fields.map(([, value], i) => [`:set${i}`, value])),
      },
    },
  };
}
