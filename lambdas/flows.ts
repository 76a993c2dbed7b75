/**
 * The one table of the house: every function, its routes, and what it may touch.
 *
 * `lib/` derives functions, routes, throttles, IAM grants and environment from it; the handlers are checked against
 * it by the compiler (`Routes<'sign-in'>` in `http/`); tests compare the synthesized template with it, both ways.
 */

/** What may be done to the rows of a table. Each word is one DynamoDB action; transactions need those of their parts. */
export type TableAccess = 'get' | 'batch-get' | 'query' | 'put' | 'update' | 'delete' | 'check';

export interface TableSpec {
  /** Partition key, always a string. */
  readonly partitionKey: string;
  /** Sort key, always a string. */
  readonly sortKey?: string;
  /** The attribute DynamoDB deletes old rows by, in Unix seconds. Garbage collection only: every read and write checks expiry itself. */
  readonly ttl?: string;
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
  /** What happened to an account, who did it, from where. */
  audit: { partitionKey: 'account', sortKey: 'at', ttl: 'ttl', lasting: true },
} as const satisfies Record<string, TableSpec>;

export type TableName = keyof typeof tables;

/** Secrets that functions read from Secrets Manager at run time. The origin secret is not among them: every HTTP function has it in its environment. */
export type SecretName = 'keys';

/** Ways out of the house. */
export type ChannelName = 'email' | 'sms';

export interface RouteSpec {
  /** Requests a second that API Gateway lets through in the long run, over all callers. Best effort. */
  readonly rate: number;
  /** Requests that may come at once. */
  readonly burst: number;
}

export interface FunctionSpec {
  readonly purpose: string;
  /** `METHOD /path` → throttle. */
  readonly routes?: Readonly<Record<string, RouteSpec>>;
  /** The table whose stream calls the function. */
  readonly stream?: TableName;
  readonly tables: Readonly<Partial<Record<TableName, readonly TableAccess[]>>>;
  readonly secrets: readonly SecretName[];
  readonly channels: readonly ChannelName[];
  /** Memory buys CPU in proportion up to 1769 MB. */
  readonly memoryMegabytes: number;
  /** More than three calls in a row to tables that are slow: each gives up after five seconds. */
  readonly timeoutSeconds: number;
}

/** Functions are cut along trust, so that the steps of one flow share a function: the first step warms the second. */
export const functions = {
  'sign-in': {
    purpose: 'Anybody: identifier and password, then a one-time code.',
    routes: {
      'POST /api/sign-in': { rate: 50, burst: 100 },
      'GET /api/sign-in': { rate: 200, burst: 400 },
      'POST /api/sign-in/code': { rate: 100, burst: 200 },
      'POST /api/sign-in/send': { rate: 50, burst: 100 },
    },
    tables: {
      accounts: ['get', 'batch-get', 'update', 'check'],
      flows: ['get', 'batch-get', 'put', 'update'],
      sessions: ['batch-get', 'put'],
      limits: ['batch-get', 'put', 'update', 'delete'],
      outbox: ['get', 'put'],
      audit: ['put'],
    },
    secrets: ['keys'],
    channels: [],
    memoryMegabytes: 1024,
    timeoutSeconds: 20,
  },
  recovery: {
    purpose: 'Anybody: a new password behind a code, a link or a temporary password; reminders.',
    routes: {
      'POST /api/sign-in/password': { rate: 20, burst: 40 },
      'POST /api/recovery': { rate: 20, burst: 40 },
      'GET /api/recovery': { rate: 100, burst: 200 },
      'POST /api/recovery/send': { rate: 20, burst: 40 },
      'POST /api/recovery/password': { rate: 20, burst: 40 },
      'POST /api/recovery/username': { rate: 20, burst: 40 },
      'POST /api/invitation': { rate: 20, burst: 40 },
      'POST /api/invitation/renew': { rate: 20, burst: 40 },
    },
    tables: {
      accounts: ['get', 'batch-get', 'update'],
      flows: ['get', 'batch-get', 'put', 'update'],
      limits: ['batch-get', 'put', 'update'],
      outbox: ['put'],
      audit: ['put'],
    },
    secrets: ['keys'],
    channels: [],
    memoryMegabytes: 1024,
    timeoutSeconds: 20,
  },
  security: {
    purpose: 'Signed-in people: changes that need a confirmation, and "it was not me".',
    routes: {
      'POST /api/account/confirmation': { rate: 20, burst: 40 },
      'POST /api/account/confirmation/code': { rate: 20, burst: 40 },
      'POST /api/account/confirmation/send': { rate: 20, burst: 40 },
      'PUT /api/account/password': { rate: 20, burst: 40 },
      'POST /api/account/email': { rate: 20, burst: 40 },
      'POST /api/account/email/code': { rate: 20, burst: 40 },
      'POST /api/account/phone': { rate: 20, burst: 40 },
      'POST /api/account/phone/code': { rate: 20, burst: 40 },
      'POST /api/account/phone/removal': { rate: 20, burst: 40 },
      'PATCH /api/account': { rate: 20, burst: 40 },
      'POST /api/not-me': { rate: 20, burst: 40 },
    },
    tables: {
      accounts: ['get', 'batch-get', 'put', 'update', 'delete', 'check'],
      flows: ['get', 'batch-get', 'put', 'update'],
      sessions: ['batch-get', 'put', 'update', 'delete', 'check'],
      limits: ['batch-get', 'query', 'update', 'delete'],
      outbox: ['put'],
      audit: ['put'],
    },
    secrets: ['keys'],
    channels: [],
    memoryMegabytes: 1024,
    timeoutSeconds: 20,
  },
  account: {
    purpose: 'Signed-in people: who am I, activity, sign out.',
    routes: {
      'GET /api/account': { rate: 50, burst: 100 },
      'GET /api/session': { rate: 200, burst: 400 },
      'POST /api/session/activity': { rate: 200, burst: 400 },
      'DELETE /api/session': { rate: 100, burst: 200 },
    },
    tables: {
      accounts: ['get', 'batch-get'],
      sessions: ['batch-get', 'update', 'delete'],
      audit: ['put'],
    },
    secrets: [],
    channels: [],
    memoryMegabytes: 512,
    timeoutSeconds: 20,
  },
  deliver: {
    purpose: 'Renders and sends the messages that are owed.',
    stream: 'outbox',
    tables: {
      accounts: ['get'],
      flows: ['get'],
      limits: ['update'],
      outbox: ['update'],
    },
    secrets: ['keys'],
    channels: ['email', 'sms'],
    memoryMegabytes: 512,
    timeoutSeconds: 30,
  },
} as const satisfies Record<string, FunctionSpec>;

export type FunctionName = keyof typeof functions;

/** The routes of one function, as `METHOD /path`. */
export type RouteKey<F extends FunctionName> = F extends FunctionName
  ? (typeof functions)[F] extends { routes: infer R }
    ? keyof R & string
    : never
  : never;

/** Names of the environment variables through which the stack hands a function what it needs. `env.ts` reads them, `lib/` writes them. */
export const environment = {
  /** `TABLE_ACCOUNTS` and so on: physical name of a table. */
  table: (name: TableName) => `TABLE_${name.toUpperCase()}`,
  /** `SECRET_KEYS`: ARN of a secret. */
  secret: (name: SecretName) => `SECRET_${name.toUpperCase()}`,
  /** JSON of `Settings` (see `settings.ts`). */
  settings: 'SETTINGS',
  /** The portal's own origin, for example `https://id.example.org`: the base of every link and the only `Origin` accepted. */
  origin: 'PORTAL_ORIGIN',
  /** One or two values, separated by a comma, one of which CloudFront sends in the header `x-origin-secret`. */
  originSecret: 'ORIGIN_SECRET',
} as const;

/** The header in which CloudFront proves itself to the APIs. */
export const ORIGIN_SECRET_HEADER = 'x-origin-secret';
