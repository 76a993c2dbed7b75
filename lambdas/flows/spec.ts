import type { TableAccess, TableName } from './tables.ts';

/** Secrets that functions read from Secrets Manager at run time. The origin secret is not among them: every HTTP function has it in its environment. */
export type SecretName = 'keys';

/** Ways out of the house. */
export type ChannelName =
  | 'email'
  | 'sms'
  /** To browsers and phones that hold a socket open: may post to them. */
  | 'sockets'
  /** May end sockets. */
  | 'hang-up'
  /** The bucket of attachments: may sign uploads to it and downloads from it. */
  | 'attachments';

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
  /** Routes of the WebSocket API, each with its throttle. */
  readonly sockets?: { readonly $connect: RouteSpec };
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
