import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { GLOBAL_ID, readAccount } from '../../lambdas/store/accounts.ts';
import { decisionStore, phoneConfirmationStore } from '../../lambdas/store/approval-decision.ts';
import { confirmationStore } from '../../lambdas/store/confirmation.ts';
import { deviceStore } from '../../lambdas/store/device-store.ts';
import { enrolmentStore } from '../../lambdas/store/enrolment.ts';
import { outbox } from '../../lambdas/store/outbox.ts';
import { phoneSignInStore, scanStore } from '../../lambdas/store/phone-sign-in.ts';
import { recoveryStore } from '../../lambdas/store/recovery.ts';
import { notMeStore } from '../../lambdas/store/secured-account.ts';
import { sessionStore } from '../../lambdas/store/sessions.ts';
import { signInStore } from '../../lambdas/store/sign-in.ts';
import { replacementStore } from '../../lambdas/store/sign-in-replacement.ts';
import { LIFETIMES, type Store } from '../fakes/memory-store.ts';
import type { Database } from './dynamodb.ts';
import { idOf, settle } from './people.ts';

const AUDIT_SECONDS = 400 * 24 * 3600;

/** The stores of the deployed functions, as the contract sees them. */
export function dynamodbStore(database: Database): Store {
  const { client, tables } = database;
  let entries = 0;
  const newId = () => {
    entries += 1;
    return idOf(`entry-${entries}-`);
  };
  const options = { client, tables, newId, auditSeconds: AUDIT_SECONDS };
  return {
    signIn: signInStore({ ...options, lifetimes: LIFETIMES }),
    recovery: recoveryStore(options),
    replacement: replacementStore(options),
    confirmation: confirmationStore({ ...options, lifetimes: LIFETIMES }),
    links: notMeStore(options),
    enrolment: enrolmentStore({ ...options, lifetimes: LIFETIMES }),
    devices: deviceStore(options),
    phoneSignIn: phoneSignInStore({ ...options, lifetimes: LIFETIMES }),
    scans: scanStore(options),
    decisions: decisionStore(options),
    phoneConfirmation: phoneConfirmationStore({ ...options, lifetimes: LIFETIMES }),
    sessions: sessionStore(client, tables, AUDIT_SECONDS),
    outbox: outbox(client, tables.outbox, newId),
    settle: (account) => settle(database, account),
    async putPhone(device) {
      await client.send(new PutCommand({ TableName: tables.devices, Item: device }));
    },
    async setGlobalEpoch(epoch) {
      await client.send(new PutCommand({ TableName: tables.accounts, Item: { id: GLOBAL_ID, epoch } }));
    },
    account: (id) => readAccount(client, tables.accounts, id),
    async audit(account) {
      const rows = (await database.rows('audit')).filter((row) => row.account === account);
      return rows
        .sort((a, b) => String(a.at).localeCompare(String(b.at)))
        .map(({ ttl: _, at, ...entry }) => ({ ...entry, at: Date.parse(String(at).split('#')[0] ?? '') }));
    },
    async waiting() {
      const rows = (await database.rows('outbox')).filter(({ kind }) => kind === 'approval-waiting');
      return rows
        .map(({ ttl: _, state: __, ...waiting }) => waiting as never)
        .sort(({ createdAt: a }, { createdAt: b }) => a - b);
    },
    async messages() {
      const rows = await database.rows('outbox');
      return rows
        .filter(({ kind }) => kind !== 'approval-waiting')
        .map(({ ttl: _, leasedUntil: __, settledAt: ___, lease: ____, ...message }) => message as never)
        .sort(({ createdAt: a }, { createdAt: b }) => a - b);
    },
  };
}
