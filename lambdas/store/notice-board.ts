import { paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Notice, NoticeBoard } from '../auth/notices.ts';
import { type DocumentClient, type Row, type TransactItem, transact } from '../aws/dynamodb.ts';
import { GLOBAL_ID } from './accounts.ts';

/**
 * Table `notices`: key `id`; a row per notice, written and read by operators only. What visitors see is a file made of
 * it. The one notice that closes sign-in writes `closedFrom`, `closedUntil` and `closedBy` (its id) into the row `global`
 * of `accounts`, which a sign-in reads anyway.
 */
export function noticeBoard(
  client: DocumentClient,
  tables: Readonly<Record<'accounts' | 'notices', string>>,
): NoticeBoard {
  return {
    async all() {
      const scan = { TableName: tables.notices, ConsistentRead: true };
      const found: Notice[] = [];
      for await (const { Items = [] } of paginateScan({ client }, scan)) found.push(...Items.map(noticeOf));
      return found.sort((a, b) => a.from - b.from || a.createdAt - b.createdAt);
    },

    async add(notice, now) {
      const put: TransactItem = {
        Put: { TableName: tables.notices, Item: { ...notice }, ConditionExpression: 'attribute_not_exists(id)' },
      };
      const closing = notice.closesSignIn ? [closed(tables.accounts, notice, now)] : [];
      return (await transact(client, [put, ...closing])) ? 'closing-planned' : 'added';
    },

    async remove({ id }) {
      const removal: TransactItem = {
        Delete: { TableName: tables.notices, Key: { id }, ConditionExpression: 'attribute_exists(id)' },
      };
      const cancelled = await transact(client, [removal, opened(tables.accounts, id)]);
      if (cancelled && !cancelled[0]) return (await transact(client, [removal])) ? 'gone' : 'removed';
      return cancelled ? 'gone' : 'removed';
    },
  };
}

const noticeOf = (row: Row) => row as Row & Notice;

/** Sign-in is closed by that notice, unless another one closes it. */
const closed = (table: string, { id, from, until }: Notice, now: number): TransactItem => ({
  Update: {
    TableName: table,
    Key: { id: GLOBAL_ID },
    UpdateExpression: 'SET closedFrom = :from, closedUntil = :until, closedBy = :id',
    ConditionExpression: 'attribute_not_exists(closedUntil) OR closedUntil <= :now',
    ExpressionAttributeValues: { ':from': from, ':until': until, ':id': id, ':now': now },
  },
});

/** Sign-in is no longer closed, on condition that it was by that notice. */
const opened = (table: string, id: string): TransactItem => ({
  Update: {
    TableName: table,
    Key: { id: GLOBAL_ID },
    UpdateExpression: 'REMOVE closedFrom, closedUntil, closedBy',
    ConditionExpression: 'closedBy = :id',
    ExpressionAttributeValues: { ':id': id },
  },
});
