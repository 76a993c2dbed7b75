/** What may be done to the rows of a table. Each word is one DynamoDB action; transactions need those of their parts. */
export type TableAccess = 'get' | 'batch-get' | 'query' | 'put' | 'update' | 'delete' | 'check';

export interface TableSpec {
  /** Partition key, always a string. */
  readonly partitionKey: string;
  /** Sort key, always a string. */
  readonly sortKey?: string;
  /** The attribute DynamoDB deletes old rows by, in Unix seconds. Garbage collection only: every read and write checks expiry itself. */
  readonly ttl?: string;
  /** Other orders to read the rows in, each a global secondary index with all attributes; read by `query` only, and a moment late. */
  readonly indexes?: Readonly<Record<string, { readonly partitionKey: string; readonly sortKey: string }>>;
  /** Whether the rows must outlive a mistake: point-in-time recovery, deletion protection, retained with the stack. */
  readonly lasting: boolean;
  /** Whether inserts are streamed (new image) to a function. */
  readonly streamed?: boolean;
}

export const tables = {
  /** Accounts, the claims on their e-mail addresses and user names, and the global epoch. */
  accounts: { partitionKey: 'id', lasting: true },
  /** Short-lived, multi-step transactions, each bound to one browser. */
  flows: { partitionKey: 'id', ttl: 'ttl', lasting: false },
  /** Signed-in browsers. */
  sessions: { partitionKey: 'account', sortKey: 'token', ttl: 'ttl', lasting: false },
  /** Tallies of wrong answers and of messages sent: per account, known browser, address and day. */
  limits: { partitionKey: 'subject', sortKey: 'scope', ttl: 'ttl', lasting: false },
  /** Messages that are owed. Names secrets and never holds them. */
  outbox: { partitionKey: 'id', ttl: 'ttl', lasting: false, streamed: true },
  /** Phones, and the questions that wait on them. */
  devices: { partitionKey: 'account', sortKey: 'id', ttl: 'ttl', lasting: true },
  /** Open sockets of browsers and phones. */
  connections: { partitionKey: 'owner', sortKey: 'tab', ttl: 'ttl', lasting: false },
  /** Support requests: a head and the entries of its conversation. */
  tickets: {
    partitionKey: 'ticket',
    sortKey: 'entry',
    ttl: 'ttl',
    lasting: true,
    indexes: {
      'by-owner': { partitionKey: 'owner', sortKey: 'changedAt' },
      'by-queue': { partitionKey: 'queue', sortKey: 'changedAt' },
    },
  },
  /** Maintenance messages and news. */
  notices: { partitionKey: 'id', lasting: true },
  /** What happened to an account, who did it, from where. */
  audit: { partitionKey: 'account', sortKey: 'at', ttl: 'ttl', lasting: true },
} as const satisfies Record<string, TableSpec>;

export type TableName = keyof typeof tables;
