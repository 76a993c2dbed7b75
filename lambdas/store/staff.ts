import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Account } from '../auth/account.ts';
import type { Assignee } from '../auth/ticket.ts';
import type { DocumentClient, TransactItem } from '../aws/dynamodb.ts';

/** The row of table `accounts` that lists the support staff; see there. */
const STAFF_ID = 'staff';

type Member = Pick<Account, 'id' | 'name' | 'role' | 'status'>;

const isStaff = ({ role, status }: Member): boolean => role !== 'member' && status !== 'disabled';

/** What a new account, or a change of one, makes of the list; nothing where it stays as it is. */
export function staffListed(table: string, before: Member | undefined, after: Member): TransactItem[] {
  const wasStaff = before !== undefined && isStaff(before);
  if (!isStaff(after)) return wasStaff ? [listed(table, after.id, undefined)] : [];
  return wasStaff && before.name === after.name ? [] : [listed(table, after.id, after.name)];
}

/** One attribute for each, so that nobody's change gets in the way of another's. */
const listed = (table: string, account: string, name: string | undefined): TransactItem => ({
  Update: {
    TableName: table,
    Key: { id: STAFF_ID },
    UpdateExpression: name === undefined ? 'REMOVE #account' : 'SET #account = :name',
    ExpressionAttributeNames: { '#account': account },
    ...(name !== undefined && { ExpressionAttributeValues: { ':name': name } }),
  },
});

/** Who may take care of tickets. */
export async function readStaff(client: DocumentClient, table: string): Promise<readonly Assignee[]> {
  const { Item = {} } = await client.send(new GetCommand({ TableName: table, Key: { id: STAFF_ID } }));
  return Object.entries(Item)
    .filter((entry): entry is [string, string] => entry[0] !== 'id' && typeof entry[1] === 'string')
    .map(([account, name]) => ({ account, name }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.account < b.account ? -1 : 1));
}
