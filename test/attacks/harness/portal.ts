import { randomBytes } from 'node:crypto';
import { marshall } from '@aws-sdk/util-dynamodb';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  DynamoDBRecord,
  DynamoDBStreamEvent,
} from 'aws-lambda';
import { inject, vi } from 'vitest';
import type { Account } from '../../../lambdas/auth/account.ts';
import type { Row } from '../../../lambdas/aws/dynamodb.ts';
import { channelEnvironment } from '../../../lambdas/flows/environment.ts';
import { functions } from '../../../lambdas/flows.ts';
import type { Settings } from '../../../lambdas/settings.ts';
import { createDatabase, type Database } from '../../harness/dynamodb.ts';
import { channels } from '../../harness/functions.ts';
import { type Aws, type SentMessage, startAws } from './aws.ts';
import {
  type Browser,
  createBrowser,
  eventOf,
  ORIGIN,
  ORIGIN_SECRET,
  type Reply,
  replyOf,
  type Send,
} from './browser.ts';
import { type Clock, createClock, loadedWith } from './clock.ts';
import { captureLogs } from './logs.ts';
import { addPerson, type Person } from './person.ts';

/** Records that the stream hands over at once. */
const BATCH = 10;

export const KEY = `k1-canary-${randomBytes(24).toString('hex')}`;

export const SETTINGS: Settings = {
  name: 'Gatehouse',
  accent: '#1d3fae',
  identifiers: ['email', 'username'],
  locales: ['en-GB', 'en-US', 'nl', 'fr', 'de'],
  supportAddress: 'help@example.org',
  senderAddress: 'sign-in@example.org',
  smsCountries: ['NL'],
  smsPerDay: 200,
  passwordPolicy: 'classic',
  recovery: 'code',
  recoverySeparateChannel: true,
  approvalMatch: 'pick',
  approvalUsernameFirst: 'anywhere',
  sessionIdleSeconds: 30 * 60,
  sessionAbsoluteSeconds: 8 * 3600,
  knownBrowserSeconds: 180 * 24 * 3600,
  auditSeconds: 365 * 24 * 3600,
};

/** One running copy of each function, with the clock it was started with. */
export interface Instance {
  readonly http: Send;
  readonly deliver: (event: DynamoDBStreamEvent) => Promise<{ batchItemFailures: { itemIdentifier: string }[] }>;
}

/** The functions over tables of their own, with everything around them under the attacker's hand. */
export interface Portal {
  readonly database: Database;
  readonly aws: Aws;
  readonly clock: Clock;
  /** Lines the functions wrote. */
  readonly logs: readonly string[];
  /** Every answer, in order. */
  readonly replies: Reply[];
  readonly people: Person[];
  secretText: string;
  start(clock?: Clock): Promise<Instance>;
  /** A browser that nobody knows, from an address of its own. */
  browser(instance?: Instance): Browser;
  person(given?: Partial<Account>): Promise<Person>;
  /** Stream records of what is owed. */
  owed(): Promise<readonly DynamoDBRecord[]>;
  /** Delivers what is owed; answers the messages that left. */
  deliver(instance?: Instance): Promise<readonly SentMessage[]>;
  end(): Promise<void>;
}

/** `given`: what plays AWS, where several portals share it. */
export async function openPortal(settings: Partial<Settings> = {}, given?: Aws): Promise<Portal> {
  const database = await createDatabase();
  const aws = given ?? (await startAws(inject('dynamodb'), () => portal.secretText));
  const clock = createClock();
  const { lines, stop } = captureLogs();
  let first: Instance | undefined;
  const needFirst = () => {
    if (!first) throw new Error('The portal has not started.');
    return first;
  };
  const portal: Portal = {
    database,
    aws,
    clock,
    logs: lines,
    replies: [],
    people: [],
    secretText: JSON.stringify({ current: 'k1', k1: KEY }),
    start: (own = clock) => startInstance(portal, own, { ...SETTINGS, ...settings }),
    browser: (instance = needFirst()) => createBrowser(instance.http),
    async person(given) {
      const person = await addPerson(database, clock.now(), given);
      portal.people.push(person);
      return person;
    },
    owed: async () => (await database.rows('outbox')).filter(({ state }) => state === 'owed').map(recordOf),
    async deliver(instance = needFirst()) {
      const before = aws.messages.length;
      const owed = await portal.owed();
      for (let i = 0; i < owed.length; i += BATCH) await instance.deliver({ Records: owed.slice(i, i + BATCH) });
      return aws.messages.slice(before);
    },
    async end() {
      stop();
      await aws.end();
    },
  };
  first = await portal.start();
  return portal;
}

const handlers = {
  'sign-in': () => import('../../../lambdas/handlers/sign-in.ts'),
  recovery: () => import('../../../lambdas/handlers/recovery.ts'),
  security: () => import('../../../lambdas/handlers/security.ts'),
  account: () => import('../../../lambdas/handlers/account.ts'),
  approval: () => import('../../../lambdas/handlers/approval.ts'),
  phone: () => import('../../../lambdas/handlers/phone.ts'),
  phones: () => import('../../../lambdas/handlers/phones.ts'),
  support: () => import('../../../lambdas/handlers/support.ts'),
  help: () => import('../../../lambdas/handlers/help.ts'),
  'own-data': () => import('../../../lambdas/handlers/own-data.ts'),
};

type EndpointName = keyof typeof handlers;
type Handler = (event: APIGatewayProxyEventV2, context: object) => Promise<APIGatewayProxyStructuredResultV2>;

/** What all attacks meet; the others are loaded when they are first called. */
const EAGER: readonly EndpointName[] = ['sign-in', 'recovery', 'security', 'account'];

let turn: Promise<unknown> = Promise.resolve();

/** One after the other: a function reads its environment while it is loaded. */
function inTurn<T>(load: () => Promise<T>): Promise<T> {
  const loaded = turn.then(load);
  turn = loaded.catch(() => undefined);
  return loaded;
}

async function startInstance(portal: Portal, clock: Clock, settings: Settings): Promise<Instance> {
  const variables = variablesOf(portal, settings);
  vi.resetModules();
  const loaded = new Map<EndpointName, Promise<Handler>>();
  const load = async (name: EndpointName): Promise<Handler> => {
    const { handler } = (await inTurn(async () => {
      // Another instance may have been started since, whose environment its modules have kept.
      if (!EAGER.includes(name)) vi.resetModules();
      Object.assign(process.env, variables);
      return loadedWith(clock, handlers[name]);
    })) as unknown as { readonly handler: Handler };
    // What a function reads at its start is no part of any request.
    await handler(eventOf({ route: 'GET /api/nothing', headers: { 'x-origin-secret': ORIGIN_SECRET } }), context);
    return handler;
  };
  const handlerOf = (name: EndpointName): Promise<Handler> => {
    const handler = loaded.get(name) ?? load(name);
    loaded.set(name, handler);
    return handler;
  };
  for (const name of EAGER) await handlerOf(name);
  const deliver = await loadedWith(clock, () => import('../../../lambdas/handlers/deliver.ts'));
  return {
    deliver: deliver.handler,
    async http(event) {
      const handler = await handlerOf(nameOf(event.routeKey));
      const result = await handler(event, context);
      portal.replies.push(replyOf(event.routeKey, result));
      return result;
    },
  };
}

function variablesOf({ database, aws }: Portal, settings: Settings): Readonly<Record<string, string>> {
  return {
    ...database.variables,
    AWS_ENDPOINT_URL_DYNAMODB: aws.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.url,
    AWS_ENDPOINT_URL_SESV2: aws.url,
    AWS_ENDPOINT_URL_SNS: aws.url,
    SECRET_KEYS: 'keys',
    SETTINGS: JSON.stringify(settings),
    PORTAL_ORIGIN: ORIGIN,
    ORIGIN_SECRET,
    ...channels,
    [channelEnvironment.sockets]: `${aws.url}/ws`,
  };
}

/** The function that serves a route; what is nobody's goes to `sign-in`. */
function nameOf(route: string): EndpointName {
  const names = Object.keys(handlers).filter((name): name is EndpointName => name in handlers);
  return names.find((name) => Object.hasOwn(functions[name].routes, route)) ?? 'sign-in';
}

/** The insert of a row, as the outbox's stream tells it. */
function recordOf(row: Row): DynamoDBRecord {
  const wire = JSON.parse(JSON.stringify(marshall(row)));
  return {
    eventName: 'INSERT',
    dynamodb: { Keys: { id: wire.id }, NewImage: wire, SequenceNumber: String(row.id) },
  };
}

const context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'function',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:function',
  memoryLimitInMB: '1024',
  awsRequestId: 'request',
  logGroupName: 'group',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => 10_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};
