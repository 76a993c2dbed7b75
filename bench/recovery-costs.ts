import { randomBytes } from 'node:crypto';
import type { Account } from '../lambdas/auth/account.ts';
import { deriveCode } from '../lambdas/auth/codes.ts';
import { endOf, invitationToken } from '../lambdas/auth/mailed-secrets.ts';
import { resetCodeName } from '../lambdas/auth/postage.ts';
import { type BegunRecovery, startActivation, startRecovery } from '../lambdas/auth/recovery.ts';
import { setNewPassword } from '../lambdas/auth/recovery-code.ts';
import { newId } from '../lambdas/auth/tokens.ts';
import { transact } from '../lambdas/aws/dynamodb.ts';
import { mailed } from '../lambdas/store/mailed-secrets.ts';
import { recoveryStore } from '../lambdas/store/recovery.ts';
import { START, settle } from '../test/harness/people.ts';
import { settings } from '../test/harness/settings.ts';
import type { Database } from '../test/harness/tables.ts';
import { type Cost, meterOf } from './meter.ts';
import type { Expected } from './sign-in-costs.ts';

const spend = (call: number, table: string, units: number, pays: string): Expected => ({ call, table, units, pays });

/** Asking for a code, for a recovery or behind an invitation's link. */
export const ASK_STEP: readonly Expected[] = [
  spend(1, 'limits', 1, 'counts for the address'),
  spend(2, 'flows', 2, 'opens the flow'),
  spend(2, 'outbox', 2, 'owes the code'),
  spend(2, 'limits', 2, 'uses up a send'),
];

export const SET_STEP: readonly Expected[] = [
  spend(1, 'flows', 1, 'buys a try from the code'),
  spend(2, 'flows', 2, 'consumes the flow: open → done'),
  spend(2, 'accounts', 2, 'the password, and the epoch that ends all else'),
  spend(2, 'limits', 2, 'the browser becomes known for its tries'),
  spend(2, 'audit', 2, 'the audit entry'),
  spend(2, 'outbox', 2, 'owes the owner a notice'),
  spend(2, 'flows', 2, 'the link "it was not me" in it'),
];

/** What a recovery costs besides, where there is a phone. */
export const PHONE_NOTICE: readonly Expected[] = [spend(2, 'outbox', 2, 'owes the owner a notice over the phone')];

/** Of the plan: two and two, and one more for the transaction that buys a try. */
export const RECOVERY_ROUND_TRIPS = { ask: 3, set: 3 } as const;

export interface RecoveryCosts {
  readonly ask: Cost;
  readonly set: Cost;
}

const KEYS = { current: 'k1', keys: { k1: 'k'.repeat(64) } };
const VISIT = { browser: 'Samsung Internet, ChromeOS', place: 'Llanfairpwllgwyngyll, GB' };

/** Runs the real rules over the tables, and measures each step. */
export function recoveriesOver(database: Database) {
  const { client, tables } = database;
  const entry = () => newId(randomBytes);
  const store = recoveryStore({ client, tables, newId: entry, auditSeconds: settings.auditSeconds });
  const needs = { store, keys: KEYS, random: randomBytes };
  const meter = meterOf(database);
  let now = START;

  const stranger = ({ email }: Account) => ({
    identifier: email,
    address: '192.0.2.7',
    visit: { ...VISIT, at: now },
    knownToken: () => undefined,
    now,
  });

  async function measure(start: () => Promise<BegunRecovery>): Promise<RecoveryCosts> {
    let begun: BegunRecovery | undefined;
    const ask = await meter.cost(async () => {
      begun = await start();
    });
    if (!begun) throw new Error('Nothing was begun.');
    const { flow, cookie } = begun;
    const code = deriveCode(KEYS, resetCodeName(flow)) ?? '';
    const rules = { policy: 'classic', portalName: settings.name, knownBrowserSeconds: 1e7 } as const;
    const password = 'VuurToren-1863';
    const set = await meter.cost(() => setNewPassword(needs, { ...rules, cookie, flow: flow.id, code, password, now }));
    return { ask, set };
  }

  async function reset(account: Account): Promise<RecoveryCosts> {
    now += 3600_000;
    await settle(database, account);
    return measure(() => startRecovery(needs, stranger(account)));
  }

  async function activation(account: Account): Promise<RecoveryCosts> {
    now += 3600_000;
    const { passwordHash: _, ...rest } = account;
    const invited = { ...rest, status: 'invited' } as const;
    const { id, epoch } = invited;
    const expiresAt = endOf('invitation', now);
    const secret = { kind: 'invitation', account: id, epoch, keyId: 'k1', expiresAt } as const;
    await settle(database, invited);
    await transact(client, [mailed(tables.flows, undefined, secret)]);
    const invitation = invitationToken(KEYS, secret) ?? '';
    return measure(() => startActivation(needs, { ...stranger(invited), invitation }));
  }

  return { reset, activation };
}
