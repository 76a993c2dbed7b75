import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Account } from '../lambdas/auth/account.ts';
import { knownHash, knownName } from '../lambdas/auth/known-browser.ts';
import { parseKeyRing } from '../lambdas/auth/tokens.ts';
import { known } from '../lambdas/store/limits.ts';
import { person, settle } from '../test/harness/people.ts';
import type { Database } from '../test/harness/tables.ts';

/** The secret of the keys, as Secrets Manager would hold it. */
export const KEY_RING = { current: 'k1', k1: 'Kk0123456789Kk0123456789Kk0123456789Kk0123456789Kk0123456789Kk01' };
export const KEYS = parseKeyRing(JSON.stringify(KEY_RING));

/** Accounts by number. Each signs in once, because an account is sent one code in half a minute. */
export const memberOf = (number: number): Account =>
  person({ email: `member-${number}@example.org`, id: `member-${number}`.padEnd(22, '0') });

/** The token by which every member's browser is known. */
const TOKEN = 'T'.repeat(43);

export const knownCookie = ({ id }: Account): string => `__Host-known-${knownName(KEYS, id)}=${TOKEN}`;

/** Puts members into the tables, each with a known browser. */
export async function settleCrowd(database: Database, size: number): Promise<void> {
  const { client, tables } = database;
  const visit = { at: Date.now() - 86_400_000, browser: 'Firefox, Windows', place: 'Utrecht, NL' };
  for (let number = 0; number < size; number += 1) {
    const member = memberOf(number);
    const browser = known(tables.limits, member.id, knownHash(member.id, TOKEN), Date.now() + 86_400_000, visit);
    await settle(database, member);
    await client.send(new TransactWriteCommand({ TransactItems: [browser] }));
  }
}
