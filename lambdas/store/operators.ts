import { paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Account } from '../auth/account.ts';
import type { Identifier } from '../auth/identifiers.ts';
import type { Invited, OperatorEntry, OperatorStore } from '../auth/operator-store.ts';
import { type DocumentClient, type TransactItem, transact } from '../aws/dynamodb.ts';
import { accountOf, claimIds, readAccount } from './accounts.ts';
import { entered } from './audit.ts';
import { batchGet } from './batch-get.ts';
import { mailedSecretKey, mailedSecretOf, withdrawn } from './mailed-secrets.ts';
import { changed, claimedBy, owing, removed, unclaimed } from './operator-writes.ts';
import { staffListed } from './staff.ts';

export interface OperatorStoreOptions {
  readonly client: DocumentClient;
  /** Physical names. */
  readonly tables: Readonly<Record<'accounts' | 'flows' | 'outbox' | 'audit', string>>;
  readonly auditSeconds: number;
}

type Writes = Pick<OperatorStore, 'create' | 'change' | 'remove'>;

/** What operators do to the tables. Only for their command line: no function may do these things. */
export function operatorStore(options: OperatorStoreOptions): OperatorStore {
  const { client, tables } = options;
  const { accounts } = tables;
  return {
    async claimant(identifier) {
      const rows = await batchGet(client, { [accounts]: [{ id: claimId(identifier) }] });
      const id = rows[accounts]?.[0]?.account;
      return typeof id === 'string' ? readAccount(client, accounts, id) : undefined;
    },
    async claimed(identifiers) {
      const rows = await batchGet(client, { [accounts]: identifiers.map((one) => ({ id: claimId(one) })) });
      const found = new Set(rows[accounts]?.map(({ id }) => id));
      return identifiers.filter((one) => found.has(claimId(one)));
    },
    account: (id) => readAccount(client, accounts, id),
    accounts: () => pages(options, { FilterExpression: 'attribute_exists(email)' }),
    invited: () => invited(options),
    ...writes(options),
  };
}

const claimId = ({ kind, canonical }: Identifier): string => `${kind}#${canonical}`;

/** Each in one transaction with its audit entry, and on condition of the account that was read. */
function writes({ client, tables, auditSeconds }: OperatorStoreOptions): Writes {
  const { accounts, audit } = tables;
  const entry = ({ id }: Account, given: OperatorEntry): TransactItem =>
    entered(audit, { ...given, account: id }, auditSeconds);
  return {
    async create(account, given, mail) {
      const claims = claimIds(account).map((id) => unclaimed(accounts, { id, account: account.id }));
      const cancelled = await transact(client, [
        unclaimed(accounts, account),
        ...claims,
        entry(account, given),
        ...staffListed(accounts, undefined, account),
        ...(mail ? owing(tables, account, mail, given.visit) : []),
      ]);
      if (!cancelled) return 'created';
      if (cancelled[1]) return 'email-taken';
      if (cancelled[2]) return 'username-taken';
      throw new Error('The id of a new account is taken.');
    },
    async change(read, changes, given, mail) {
      const cancelled = await transact(client, [
        changed(accounts, read, changes),
        entry(read, given),
        ...staffListed(accounts, read, { ...read, ...changes }),
        ...(mail ? owing(tables, read, mail, given.visit) : []),
      ]);
      return cancelled ? 'changed-meanwhile' : 'changed';
    },
    async remove(read, given) {
      const cancelled = await transact(client, [
        removed(accounts, read),
        ...claimIds(read).map((id) => claimedBy(accounts, id, read.id)),
        entry(read, given),
        withdrawn(tables.flows, 'invitation', read.id),
        ...staffListed(accounts, read, { ...read, role: 'member' }),
      ]);
      return cancelled ? 'changed-meanwhile' : 'removed';
    },
  };
}

type Filter = Pick<Parameters<typeof paginateScan>[1], 'FilterExpression' | 'ExpressionAttributeNames'> & {
  readonly ExpressionAttributeValues?: Readonly<Record<string, string>>;
};

async function* pages({ client, tables }: OperatorStoreOptions, filter: Filter): AsyncGenerator<readonly Account[]> {
  const scan = { TableName: tables.accounts, ConsistentRead: true, ...filter };
  for await (const { Items = [] } of paginateScan({ client }, scan)) {
    yield Items.map(accountOf).filter((account) => account !== undefined);
  }
}

/** DynamoDB reads a hundred rows at once. */
const BATCH = 100;

async function* invited(options: OperatorStoreOptions): AsyncGenerator<readonly Invited[]> {
  const filter = {
    FilterExpression: '#status = :invited',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':invited': 'invited' satisfies Account['status'] },
  };
  for await (const page of pages(options, filter)) {
    for (let from = 0; from < page.length; from += BATCH) {
      yield await withInvitations(options, page.slice(from, from + BATCH));
    }
  }
}

async function withInvitations(
  { client, tables }: OperatorStoreOptions,
  accounts: readonly Account[],
): Promise<readonly Invited[]> {
  const rows = await batchGet(client, { [tables.flows]: accounts.map(({ id }) => mailedSecretKey('invitation', id)) });
  const byAccount = new Map(rows[tables.flows]?.map((row) => [row.account, mailedSecretOf(row)]));
  return accounts.map((account) => {
    const invitation = byAccount.get(account.id);
    return { account, ...(invitation && { invitation }) };
  });
}
