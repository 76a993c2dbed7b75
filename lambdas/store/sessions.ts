import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Visit } from '../auth/account.ts';
import { isWithinLimits, type Session, type SessionLifetimes, type SessionStore } from '../auth/session.ts';
import { conditional, type DocumentClient, type Row, type TransactItem, transact } from '../aws/dynamodb.ts';
import { accountOf, GLOBAL_ID, globalEpochOf } from './accounts.ts';
import { entered } from './audit.ts';
import { batchGet } from './batch-get.ts';

/**
 * Table `sessions`: partition key `account`, sort key `token` (hash of the token in the cookie), TTL `ttl` (Unix
 * seconds, a day after the absolute end).
 *
 * One row per signed-in browser, as `auth/session.ts` describes it. Read by its key at every use; all of an account by
 * its partition.
 */
const KEPT_SECONDS = 24 * 3600;

/** The session in a row. */
export function sessionOf(row: Row | undefined): Session | undefined {
  return row as Session | undefined;
}

/** Puts a new session. */
export function begun(table: string, session: Session, absoluteSeconds: number): TransactItem {
  const ttl = Math.floor(session.createdAt / 1000) + absoluteSeconds + KEPT_SECONDS;
  return {
    Put: {
      TableName: table,
      Item: { ...session, ttl },
      ConditionExpression: 'attribute_not_exists(#token)',
      ExpressionAttributeNames: { '#token': 'token' },
    },
  };
}

const withinLimits = (now: number, { idleSeconds, absoluteSeconds }: SessionLifetimes) => ({
  ConditionExpression: 'usedAt > :idleSince AND createdAt > :begunSince',
  ExpressionAttributeValues: { ':idleSince': now - idleSeconds * 1000, ':begunSince': now - absoluteSeconds * 1000 },
});

type SessionKey = Pick<Session, 'account' | 'token'>;

/** The session is there, and within its limits. */
export const lives = (table: string, Key: SessionKey, now: number, lifetimes: SessionLifetimes): TransactItem => ({
  ConditionCheck: { TableName: table, Key, ...withinLimits(now, lifetimes) },
});

/** A session that is there, and within its limits, is no more. */
export const ended = (table: string, Key: SessionKey, now: number, lifetimes: SessionLifetimes): TransactItem => ({
  Delete: { TableName: table, Key, ...withinLimits(now, lifetimes) },
});

/** Whether a session is within its limits, whatever became of its account. */
export async function sessionLives(
  { client, tables, lifetimes }: SessionReadOptions,
  account: string,
  token: string,
  now: number,
): Promise<boolean> {
  const rows = await batchGet(client, { [tables.sessions]: [{ account, token }] });
  const session = sessionOf(rows[tables.sessions]?.[0]);
  return session !== undefined && isWithinLimits(session, now, lifetimes);
}

interface SessionReadOptions {
  readonly client: DocumentClient;
  readonly tables: { readonly sessions: string };
  readonly lifetimes: SessionLifetimes;
}

export interface SessionTables {
  readonly accounts: string;
  readonly sessions: string;
  readonly audit: string;
}

/** Sessions as signed-in requests read, touch and end them. */
export function sessionStore(client: DocumentClient, tables: SessionTables, auditSeconds: number): SessionStore {
  return {
    async read(account, token) {
      const rows = await batchGet(client, {
        [tables.sessions]: [{ account, token }],
        [tables.accounts]: [{ id: account }, { id: GLOBAL_ID }],
      });
      const accounts = rows[tables.accounts] ?? [];
      const session = sessionOf(rows[tables.sessions]?.[0]);
      const owner = accountOf(accounts.find(({ id }) => id === account));
      return {
        globalEpoch: globalEpochOf(accounts.find(({ id }) => id === GLOBAL_ID)),
        ...(session && { session }),
        ...(owner && { account: owner }),
      };
    },

    async touch({ account, token }, now, lifetimes) {
      const touched = await conditional(() => client.send(touching(tables.sessions, account, token, now, lifetimes)));
      return 'done' in touched ? 'touched' : 'ended';
    },

    async end(account, token, visit) {
      const rows = await batchGet(client, { [tables.sessions]: [{ account, token }] });
      const session = sessionOf(rows[tables.sessions]?.[0]);
      if (!session) return;
      // Together, so that no session ends without its entry. Cancelled: another request has ended it.
      await transact(client, [
        removed(tables.sessions, session),
        entered(tables.audit, signedOut(session, visit), auditSeconds),
      ]);
    },
  };
}

/** A session that is there is no more, within its limits or not. */
export const removed = (table: string, { account, token }: Session): TransactItem => ({
  Delete: {
    TableName: table,
    Key: { account, token },
    ConditionExpression: 'attribute_exists(#token)',
    ExpressionAttributeNames: { '#token': 'token' },
  },
});

/** Counts an activity. */
function touching(table: string, account: string, token: string, now: number, lifetimes: SessionLifetimes) {
  const within = withinLimits(now, lifetimes);
  return new UpdateCommand({
    TableName: table,
    Key: { account, token },
    UpdateExpression: 'SET usedAt = :now',
    ...within,
    ExpressionAttributeValues: { ...within.ExpressionAttributeValues, ':now': now },
  });
}

const signedOut = ({ account, flow }: Session, visit: Visit) =>
  ({ account, event: 'signed-out', id: `${flow}#signed-out`, flow, visit }) as const;
