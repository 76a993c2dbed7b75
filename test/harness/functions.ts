import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, DynamoDBRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { vi } from 'vitest';
import { channelEnvironment, environment } from '../../lambdas/flows/environment.ts';
import { type FunctionName, functions } from '../../lambdas/flows.ts';
import type { ConnectEvent } from '../../lambdas/http/connect.ts';
import type { Settings } from '../../lambdas/settings.ts';
import { createDatabase, type Database } from './dynamodb.ts';
import { START } from './people.ts';
import { settings } from './settings.ts';

export const ORIGIN = 'https://id.example.org';
export const ORIGIN_SECRET = 'origin-secret-0123456789';
export const KEY_RING = { current: 'k1', k1: 'Kk0123456789Kk0123456789Kk0123456789Kk0123456789Kk0123456789Kk01' };

/** What functions with channels are told of them; nothing answers there. */
export const channels: Readonly<Record<string, string>> = {
  [channelEnvironment.sockets]: 'https://sockets.execute-api.eu-west-1.amazonaws.com/ws',
  [channelEnvironment.attachments]: 'attachments',
  [channelEnvironment.attachmentsUrl]: 'https://attachments.s3.eu-west-1.amazonaws.com',
};

export interface Request {
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  /** Besides those that the edge and a browser send; undefined takes one away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** The deployed functions over DynamoDB Local, in this process, with a clock that stands still. */
export interface Functions {
  readonly database: Database;
  /** Requests (`METHOD /path?query`), as API Gateway makes them. */
  call(asked: string, request?: Request): Promise<APIGatewayProxyStructuredResultV2>;
  /** Asks for a socket. */
  connect(event: ConnectEvent): Promise<APIGatewayProxyStructuredResultV2>;
  /** Hands all that is owed to `deliver`, as the stream would, and tells what left the house meanwhile. */
  deliver(): Promise<{ readonly failures: number; readonly emails: readonly Email[]; readonly texts: readonly Text[] }>;
  now(): number;
  advance(seconds: number): void;
}

export interface Email {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Text {
  readonly to: string;
  readonly text: string;
}

const handlers = {
  'sign-in': () => import('../../lambdas/handlers/sign-in.ts'),
  recovery: () => import('../../lambdas/handlers/recovery.ts'),
  security: () => import('../../lambdas/handlers/security.ts'),
  account: () => import('../../lambdas/handlers/account.ts'),
  approval: () => import('../../lambdas/handlers/approval.ts'),
  phone: () => import('../../lambdas/handlers/phone.ts'),
  phones: () => import('../../lambdas/handlers/phones.ts'),
  support: () => import('../../lambdas/handlers/support.ts'),
  help: () => import('../../lambdas/handlers/help.ts'),
  'own-data': () => import('../../lambdas/handlers/own-data.ts'),
};

type EndpointName = keyof typeof handlers;

type Endpoint = { handler(event: APIGatewayProxyEventV2, context: object): Promise<APIGatewayProxyStructuredResultV2> };

/** Where a function finds DynamoDB, which is there unless told otherwise. */
export type Reach = (name: FunctionName, endpoint: string) => Promise<string>;

/** Loads the functions with the environment that the stack would give them. Once per test file, unless modules are reset. */
export async function startFunctions(
  given: Partial<Settings> = {},
  reach: Reach = async (_, endpoint) => endpoint,
): Promise<Functions> {
  const database = await createDatabase();
  vi.useFakeTimers({ toFake: ['Date'], now: START });
  const variables = {
    ...database.variables,
    [environment.secret('keys')]: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:keys',
    [environment.settings]: JSON.stringify({ ...settings, ...given }),
    [environment.origin]: ORIGIN,
    [environment.originSecret]: `${ORIGIN_SECRET},the-one-before`,
    ...channels,
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const outside = outsideWorld();
  // When first called, one after the other, each asked once: by then it has read where DynamoDB is.
  const load = async (name: EndpointName): Promise<Endpoint> => {
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', await reach(name, database.endpoint));
    const loaded = (await handlers[name]()) as unknown as Endpoint;
    await loaded.handler(eventOf('GET /api/nothing', {}), {});
    return loaded;
  };
  const loaded = new Map<EndpointName, Promise<Endpoint>>();
  let before: Promise<unknown> = Promise.resolve();
  const endpointOf = (name: EndpointName): Promise<Endpoint> => {
    const endpoint = loaded.get(name) ?? before.then(() => load(name));
    before = endpoint;
    loaded.set(name, endpoint);
    return endpoint;
  };
  // Those of every sign-in at once: a test that counts calls must not count their start.
  for (const name of ['sign-in', 'recovery', 'security', 'account'] as const) await endpointOf(name);
  const loadPush = async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', await reach('push', database.endpoint));
    return import('../../lambdas/handlers/push.ts');
  };
  let push: ReturnType<typeof loadPush> | undefined;
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', await reach('deliver', database.endpoint));
  const { handler: deliver } = await import('../../lambdas/handlers/deliver.ts');
  return {
    database,
    async call(asked, request = {}) {
      const { name, routeKey, path, query, params } = routeOf(asked);
      const { handler } = await endpointOf(name);
      const event = eventOf(path, { ...request, query: { ...query, ...request.query } });
      return handler({ ...event, routeKey, pathParameters: params }, {});
    },
    async connect(event) {
      push ??= loadPush();
      return (await push).handler(event);
    },
    async deliver() {
      outside.forget();
      const owed = (await database.rows('outbox')).filter(({ state }) => state === 'owed');
      const { batchItemFailures } = await deliver({ Records: owed.map(recordOf) });
      return { failures: batchItemFailures.length, emails: outside.emails(), texts: outside.texts() };
    },
    now: () => Date.now(),
    advance: (seconds) => vi.setSystemTime(Date.now() + seconds * 1000),
  };
}

function outsideWorld() {
  mockClient(SecretsManagerClient)
    .on(GetSecretValueCommand)
    .resolves({ SecretString: JSON.stringify(KEY_RING) });
  mockClient(ApiGatewayManagementApiClient).onAnyCommand().resolves({});
  const ses = mockClient(SESv2Client);
  ses.on(SendEmailCommand).resolves({});
  const sns = mockClient(SNSClient);
  sns.on(PublishCommand).resolves({});
  return {
    emails: () => ses.commandCalls(SendEmailCommand).map(({ args }) => emailOf(args[0].input)),
    texts: () => sns.commandCalls(PublishCommand).map(({ args }) => textOf(args[0].input)),
    forget() {
      ses.resetHistory();
      sns.resetHistory();
    },
  };
}

function emailOf({ Destination, Content }: SendEmailCommandInput): Email {
  const { Subject, Body } = Content?.Simple ?? {};
  return {
    to: (Destination?.ToAddresses ?? []).join(),
    subject: Subject?.Data ?? '',
    text: Body?.Text?.Data ?? '',
    html: Body?.Html?.Data ?? '',
  };
}

const textOf = ({ PhoneNumber = '', Message = '' }: PublishCommandInput): Text => ({ to: PhoneNumber, text: Message });

function recordOf(row: Record<string, unknown>, index: number): DynamoDBRecord {
  const image = marshall(row) as NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>;
  return { eventName: 'INSERT', dynamodb: { NewImage: image, SequenceNumber: String(index + 1) } };
}

/** The route that serves `METHOD /path?query`, and what the braces in it stand for; what is nobody's goes to `sign-in`. */
export function routeOf(asked: string) {
  const [path = '', search = ''] = asked.split('?');
  const query = Object.fromEntries(new URLSearchParams(search));
  for (const name of Object.keys(handlers).filter((key): key is EndpointName => key in handlers)) {
    for (const routeKey of Object.keys(functions[name].routes)) {
      const pattern = routeKey.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
      const found = new RegExp(`^${pattern}$`).exec(path);
      if (found) return { name, routeKey, path, query, params: { ...found.groups } };
    }
  }
  return { name: 'sign-in' as const, routeKey: path, path, query, params: {} };
}

/** A request as CloudFront and a HTTP API (payload 2.0) hand it on: a page's own, unless told otherwise. */
export function eventOf(routeKey: string, { body, query, cookies, headers = {} }: Request): APIGatewayProxyEventV2 {
  const [method = '', path = ''] = routeKey.split(' ');
  const rawQueryString = new URLSearchParams(query).toString();
  const sent = {
    host: 'abc123.execute-api.eu-west-1.amazonaws.com',
    'x-origin-secret': ORIGIN_SECRET,
    'cloudfront-viewer-address': '192.0.2.7:51234',
    'cloudfront-viewer-city': 'Utrecht',
    'cloudfront-viewer-country': 'NL',
    'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
    'sec-fetch-site': 'same-origin',
    ...(method !== 'GET' && { origin: ORIGIN }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...headers,
  };
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString,
    ...(rawQueryString !== '' && { queryStringParameters: { ...query } }),
    headers: Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)),
    ...(cookies && cookies.length > 0 && { cookies: [...cookies] }),
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    isBase64Encoded: false,
    requestContext: {
      accountId: '111122223333',
      apiId: 'abc123',
      domainName: 'abc123.execute-api.eu-west-1.amazonaws.com',
      domainPrefix: 'abc123',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '198.51.100.1', userAgent: sent['user-agent'] ?? '' },
      requestId: 'request-1',
      routeKey,
      stage: '$default',
      time: '22/Nov/2026:10:00:00 +0000',
      timeEpoch: START,
    },
  };
}
