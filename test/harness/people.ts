import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Account } from '../../lambdas/auth/account.ts';
import { hashPassword } from '../../lambdas/auth/passwords.ts';
import { claimIds } from '../../lambdas/store/accounts.ts';
import type { Database } from './dynamodb.ts';

/** The beginning of time in tests, milliseconds since 1970. */
export const START = Date.UTC(2026, 10, 22, 10, 0, 0);

export const PASSWORD = 'Grachtenpand 1642';

/** Cheap to make and wrong to keep: tests that sign in hundreds of times need no 19 MiB a time. */
const TEST_COST = { memoryKibibytes: 64, passes: 1, lanes: 1 };

/** Bytes of a repeatable sequence. */
export function repeatable(seed = 0): (bytes: number) => Buffer {
  let next = seed;
  return (bytes) => {
    next += 1;
    return Buffer.alloc(bytes, `${next}.`);
  };
}

/** `label` stretched to the form of ids: 22 characters. */
export const idOf = (label: string): string => label.padEnd(22, '0').slice(0, 22);

/** An active account with e-mail only, whose password is `PASSWORD`. */
export function person(given: Partial<Account> = {}): Account {
  const email = given.email ?? 'anna@example.org';
  return {
    id: idOf(email.replace(/[^a-z0-9]/g, '')),
    email,
    name: 'Anna de Vries',
    locale: 'en-GB',
    role: 'member',
    status: 'active',
    channel: 'email',
    passwordHash: HASH,
    epoch: 'epoch-1',
    createdAt: START - 1000,
    ...given,
  };
}

/** Hash of `PASSWORD` at full cost, so that it is not replaced by a stronger one. */
const HASH = hashPassword(PASSWORD, repeatable());

/** Hash of a password at low cost. */
export const cheapHash = (password: string): string => hashPassword(password, repeatable(), TEST_COST);

/** Puts accounts and their claims into the tables, whatever was there. */
export async function settle({ client, tables }: Database, ...accounts: readonly Account[]): Promise<void> {
  for (const account of accounts) {
    const rows = [account, ...claimIds(account).map((id) => ({ id, account: account.id }))];
    await client.send(
      new TransactWriteCommand({ TransactItems: rows.map((Item) => ({ Put: { TableName: tables.accounts, Item } })) }),
    );
  }
}
