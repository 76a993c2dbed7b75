import { randomBytes } from 'node:crypto';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Account } from '../../../lambdas/auth/account.ts';
import { hashPassword } from '../../../lambdas/auth/passwords.ts';
import { accountOf, claimIds } from '../../../lambdas/store/accounts.ts';
import type { Database } from '../../harness/dynamodb.ts';

export interface Person {
  readonly account: Account;
  readonly password: string;
}

let count = 0;

/** Somebody with an account of any state; their address, number and password occur nowhere else. */
export async function addPerson(
  { client, tables }: Database,
  createdAt: number,
  given: Partial<Account> = {},
): Promise<Person> {
  count += 1;
  const unique = `${count}x${randomBytes(4).toString('hex')}`;
  const password = `Quiet-Harbour-${unique}`;
  const account: Account = {
    id: randomBytes(16).toString('base64url'),
    email: `anna.${unique}@mail.example.org`,
    username: `anna-${unique}`,
    name: 'Anna de Vries',
    phone: {
      number: `+3161${String(randomBytes(4).readUInt32BE() % 10_000_000).padStart(7, '0')}`,
      country: 'NL',
      verified: true,
    },
    locale: 'en-GB',
    role: 'member',
    status: 'active',
    channel: 'email',
    epoch: randomBytes(16).toString('base64url'),
    createdAt,
    ...(given.status !== 'invited' && { passwordHash: hashPassword(password, randomBytes) }),
    ...given,
  };
  const rows = [account, ...claimIds(account).map((id) => ({ id, account: account.id }))];
  await Promise.all(rows.map((Item) => client.send(new PutCommand({ TableName: tables.accounts, Item }))));
  return { account, password };
}

/** Changes what the table says of an account, as an operator would. */
export async function changeAccount({ client, tables }: Database, account: Account, change: Partial<Account>) {
  const { Item } = await client.send(
    new GetCommand({ TableName: tables.accounts, Key: { id: account.id }, ConsistentRead: true }),
  );
  await client.send(new PutCommand({ TableName: tables.accounts, Item: { ...accountOf(Item), ...change } }));
}
