import { paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Account } from '../auth/account.ts';
import type { AccountChanges, OperatorEntry, OperatorStore } from '../auth/operator-store.ts';
import { type DocumentClient, type TransactItem, transact } from '../aws/dynamodb.ts';
import { accountOf, claimIds, readAccount } from './accounts.ts';
import { entered } from './audit.ts';
import { batchGet } from './batch-get.ts';

export interface OperatorStoreOptions {
  readonly client: DocumentClient;
  /** Physical names. */
  readonly tables: Readonly<Record<'accounts' | 'audit', string>>;
  readonly auditSeconds: number;
}

/** What operators do to tables `accounts` and `audit`. Only for their command line: no function may do these things. */
export function operatorStore({ client, tables, auditSeconds }: OperatorStoreOptions): OperatorStore {
  const { accounts, audit } = tables;
  return {
    async claimant({ kind, canonical }) {
      const rows = await batchGet(client, { [accounts]: [{ id: `${kind}#${canonical}` }] });
      const id = rows[accounts]?.[0]?.account;
      return typeof id === 'string' ? readAccount(client, accounts, id) : undefined;
    },

    account: (id) => readAccount(client, accounts, id),

    async *accounts() {
      const scan = { TableName: accounts, FilterExpression: 'attribute_exists(email)', ConsistentRead: true };
      for await (const { Items = [] } of paginateScan({ client }, scan)) {
        yield Items.map(accountOf).filter((account) => account !== undefined);
      }
    },

    async create(account, entry) {
      const claims = claimIds(account).map((id) => claim(accounts, id, account.id));
      const cancelled = await transact(client, [
        unclaimed(accounts, account),
        ...claims,
        entered(audit, { ...entry, account: account.id }, auditSeconds),
      ]);
      if (!cancelled) return 'created';
      if (cancelled[1]) return 'email-taken';
      if (cancelled[2]) return 'username-taken';
      throw new Error('The id of a new account is taken.');
    },

    async change(read, changes, entry) {
      const cancelled = await transact(client, [
        changed(accounts, read, changes),
        entered(audit, auditRow(read, entry), auditSeconds),
      ]);
      return cancelled ? 'changed-meanwhile' : 'changed';
    },
  };
}

const auditRow = ({ id }: Account, entry: OperatorEntry) => ({ ...entry, account: id });

const unclaimed = (table: string, row: Account | { id: string; account: string }): TransactItem => ({
  Put: { TableName: table, Item: row, ConditionExpression: 'attribute_not_exists(id)' },
});

const claim = (table: string, id: string, account: string) => unclaimed(table, { id, account });

/** The account with changes, on condition that its status and epoch are as they were read. */
function changed(table: string, { id, status, epoch }: Account, changes: AccountChanges): TransactItem {
  const fields = Object.entries(changes);
  return {
    Update: {
      TableName: table,
      Key: { id },
      UpdateExpression: `SET ${fields.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ConditionExpression: '#status = :statusRead AND #epoch = :epochRead',
      ExpressionAttributeNames: {
        '#status': 'status',
        '#epoch': 'epoch',
        ...Object.fromEntries(fields.map(([name]) => [`#${name}`, name])),
      },
      ExpressionAttributeValues: {
        ':statusRead': status,
        ':epochRead': epoch,
        ...Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value])),
      },
    },
  };
}
