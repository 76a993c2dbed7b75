import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Account, AccountStatus, Channel, Visit } from '../auth/account.ts';
import type { Closing } from '../auth/closing.ts';
import type { RecoveryFlow, SignInFlow } from '../auth/flow.ts';
import type { DocumentClient, Row, TransactItem } from '../aws/dynamodb.ts';

/**
 * Table `accounts`: key `id`; rows last for ever.
 *
 * | id | holds | read by |
 * |---|---|---|
 * | `22 characters` | the account | its id: sessions, flows |
 * | `email#anna@example.org`, `username#anna` | `account`, the id of the account that claims the identifier | sign-in |
 * | `global` | `epoch`: changing it ends every flow and session; `closedFrom`, `closedUntil`, `closedBy`: when sign-in is closed, by which notice | sign-in, sessions |
 * | `staff` | an attribute for each account of support staff, named by its id: the name | support staff, who may take care of a ticket |
 *
 * A claim is a row of its own, so that no two accounts can have the same address, and every read is by key.
 */
export const GLOBAL_ID = 'global';

export const claimIds = (account: Pick<Account, 'email' | 'username'>): readonly string[] => [
  `email#${account.email}`,
  ...(account.username === undefined ? [] : [`username#${account.username}`]),
];

/** The account in a row. */
export function accountOf(row: Row | undefined): Account | undefined {
  return row as Account | undefined;
}

export const globalEpochOf = (row: Row | undefined): string => (typeof row?.epoch === 'string' ? row.epoch : '');

/** When sign-in is closed, out of the row `global`. */
export function closingOf(row: Row | undefined): Closing | undefined {
  const [from, until] = [row?.closedFrom, row?.closedUntil];
  return typeof from === 'number' && typeof until === 'number' ? { from, until } : undefined;
}

/** The account as it is now. */
export async function readAccount(client: DocumentClient, table: string, id: string): Promise<Account | undefined> {
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }));
  return accountOf(Item);
}

/** The account is as it was read: in that state, with that epoch and that password. A stronger hash may take its place. */
export function unchanged(table: string, account: Account, rehash?: string): TransactItem {
  const condition = {
    TableName: table,
    Key: { id: account.id },
    ConditionExpression: `#status = :status AND epoch = :epoch AND ${account.passwordHash === undefined ? 'attribute_not_exists(passwordHash)' : 'passwordHash = :hash'}`,
    ExpressionAttributeNames: { '#status': 'status' },
  };
  const hash = account.passwordHash !== undefined && { ':hash': account.passwordHash };
  const values = { ':status': account.status, ':epoch': account.epoch, ...hash };
  if (rehash === undefined) return { ConditionCheck: { ...condition, ExpressionAttributeValues: values } };
  return {
    Update: {
      ...condition,
      UpdateExpression: 'SET passwordHash = :rehash',
      ExpressionAttributeValues: { ...values, ':rehash': rehash },
    },
  };
}

/** The account is active with that epoch. */
export function active(table: string, id: string, epoch: string): TransactItem {
  return {
    ConditionCheck: {
      TableName: table,
      Key: { id },
      ConditionExpression: '#status = :active AND epoch = :epoch',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':active': 'active', ':epoch': epoch },
    },
  };
}

/** What a recovery or an activation makes of an account. */
export interface RecoveredAccount {
  readonly passwordHash: string;
  readonly epoch: string;
  readonly at: number;
  /** What the code went over; of an activation it does not matter, for there was nothing to take over. */
  readonly channel: Channel;
  /** When that address or number came to the account. */
  readonly since: number;
}

/** `isRecoverable` of `auth/account.ts`, as a condition. */
const recoverable = {
  condition: '(#status = :active OR (#status = :locked AND locked.#by = :owner))',
  names: { '#by': 'by' },
  values: {
    ':active': 'active' satisfies AccountStatus,
    ':locked': 'locked' satisfies AccountStatus,
    ':owner': 'owner',
  },
};

/** The account, as the flow knew it, has a new password, and with the new epoch no session, flow or approval. */
export function recovered(
  table: string,
  flow: RecoveryFlow,
  { passwordHash, epoch, at, channel, since }: RecoveredAccount,
): TransactItem {
  const isRecovery = flow.kind === 'recovery';
  const before = isRecovery ? recoverable : { condition: '#status = :before', values: { ':before': 'invited' } };
  return {
    Update: {
      TableName: table,
      Key: { id: flow.account },
      UpdateExpression: `SET passwordHash = :hash, epoch = :new, #status = :active, reopenedAt = :now${isRecovery ? ', recovered = :recovered' : ''}${channel === 'sms' ? ', phone.verified = :true' : ''} REMOVE mustReplacePassword`,
      ConditionExpression: `${before.condition} AND epoch = :epoch`,
      ExpressionAttributeNames: { '#status': 'status', ...(isRecovery && recoverable.names) },
      ExpressionAttributeValues: {
        ':hash': passwordHash,
        ':new': epoch,
        ':active': 'active' satisfies AccountStatus,
        ...before.values,
        ':epoch': flow.epoch,
        ':now': at,
        ...(isRecovery && { ':recovered': { at, channel, since } }),
        ...(channel === 'sms' && { ':true': true }),
      },
    },
  };
}

/** A password of its owner's own. `temporary`: in the place of one that was mailed then. */
export interface ReplacedPassword {
  readonly passwordHash: string;
  readonly epoch: string;
  readonly at: number;
  readonly temporary?: { readonly madeAt: number; readonly since: number };
}

/**
 * The account, as the sign-in knew it, has a password of its owner's own. Behind a temporary one that is a recovery, and
 * refused when somebody has signed in since it was mailed: then it has ended.
 */
export function replaced(table: string, flow: SignInFlow, by: ReplacedPassword): TransactItem {
  const { temporary } = by;
  const recovery = temporary ? ', #status = :active, recovered = :recovered, reopenedAt = :now' : '';
  const unused = temporary ? ' AND (attribute_not_exists(lastSignIn) OR lastSignIn.#at < :made)' : '';
  return {
    Update: {
      TableName: table,
      Key: { id: flow.account },
      UpdateExpression: `SET passwordHash = :hash, epoch = :new${recovery} REMOVE mustReplacePassword`,
      ConditionExpression: `${temporary ? recoverable.condition : '#status = :active'} AND epoch = :epoch${unused}`,
      ExpressionAttributeNames: { '#status': 'status', ...(temporary && { '#at': 'at', ...recoverable.names }) },
      ExpressionAttributeValues: {
        ':hash': by.passwordHash,
        ':new': by.epoch,
        ':active': 'active' satisfies AccountStatus,
        ':epoch': flow.epoch,
        ...(temporary && {
          ...recoverable.values,
          ':recovered': { at: by.at, channel: 'email', since: temporary.since },
          ':now': by.at,
          ':made': temporary.madeAt,
        }),
      },
    },
  };
}

/**
 * The account, active with that epoch, has been signed in to; from a known browser this re-opens closed factors. A code
 * that came back from a phone proves its number.
 */
export function signedIn(table: string, flow: SignInFlow, visit: Visit): TransactItem {
  const { account: id, epoch, familiar: known, channel } = flow;
  return {
    Update: {
      TableName: table,
      Key: { id },
      UpdateExpression: `SET lastSignIn = :visit${known ? ', reopenedAt = :now' : ''}${channel === 'sms' ? ', phone.verified = :true' : ''}`,
      ConditionExpression: '#status = :active AND epoch = :epoch',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':active': 'active',
        ':epoch': epoch,
        ':visit': visit,
        ...(known && { ':now': visit.at }),
        ...(channel === 'sms' && { ':true': true }),
      },
    },
  };
}
