import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import type { Database } from '../database/java.ts';
import type { Connections } from '../sockets/connections.ts';
import { answerJson, answerXml, refuse } from './answers.ts';
import { carryOut } from './dynamodb.ts';
import type { Fault, Faults, Service } from './faults.ts';
import type { Inbox } from './inbox.ts';
import { sendEmail } from './mail.ts';
import type { Secrets } from './secrets.ts';
import { publish } from './sms.ts';
import { operationOf, reachConnection } from './sockets.ts';

const GetSecretValue = z.object({ SecretId: z.string() });

/** What the functions' SDK clients reach instead of AWS. */
export interface Aws {
  readonly database: Database;
  readonly faults: Faults;
  readonly inbox: Inbox;
  readonly secrets: Secrets;
  readonly connections: Connections;
  /** Called after each write that succeeded. */
  readonly onWrite: () => void;
}

/** One server on one port for all services; requests tell by their protocol which one they mean. Listens on 127.0.0.1. */
export function createAwsServer(aws: Aws): Server {
  return createServer((request, response) => {
    // Browsers send an Origin and no signature; the SDK does the opposite. So no page can reach this.
    if (request.headers.origin !== undefined || request.headers.authorization === undefined) {
      response.writeHead(403).end();
      return;
    }
    answer(aws, request, response).catch((error: unknown) => {
      if (!response.headersSent) answerJson(response, 400, { __type: 'ValidationException', message: String(error) });
    });
  });
}

async function answer(aws: Aws, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const { service, operation } = meaningOf(request, body);
  const fault = aws.faults.take(service, operation);
  if (fault !== undefined && fault.error !== 'lost') return fail(request, response, service, fault);
  // `lost`: the call is carried out and its answer goes nowhere.
  const answered = fault === undefined ? response : undefined;
  if (service === 'dynamodb') await callDatabase(aws, operation, request, body, answered);
  else if (service === 'ses') tell(answered, sendEmail(aws.inbox, body));
  else if (service === 'apigatewaymanagementapi') {
    reachConnection(aws.connections, request, body, response, answered);
  } else if (service === 'sns') tellPublished(publish(aws.inbox, body), response, answered);
  else tellSecret(aws.secrets, body, response, answered);
  if (answered === undefined) request.socket.resetAndDestroy();
}

async function callDatabase(
  aws: Aws,
  operation: string,
  request: IncomingMessage,
  body: Buffer,
  answered: ServerResponse | undefined,
): Promise<void> {
  await carryOut(aws.database, request, body, answered);
  if (/^(Put|Update|Delete|BatchWrite|TransactWrite)/.test(operation)) aws.onWrite();
}

function tell(answered: ServerResponse | undefined, result: unknown): void {
  if (answered) answerJson(answered, 200, result);
}

function tellPublished(result: string | undefined, response: ServerResponse, answered?: ServerResponse): void {
  if (result === undefined) refuse(response, 'sns', { error: 'InvalidParameter' });
  else if (answered) answerXml(answered, 200, result);
}

function tellSecret(secrets: Secrets, body: Buffer, response: ServerResponse, answered?: ServerResponse): void {
  const { SecretId: id } = GetSecretValue.parse(JSON.parse(body.toString('utf8')));
  const value = secrets.value(id);
  if (value === undefined) refuse(response, 'secretsmanager', { error: 'ResourceNotFoundException' });
  else tell(answered, { ARN: id, Name: id, SecretString: value, VersionStages: ['AWSCURRENT'] });
}

/** `X-Amz-Target` names the operation in the JSON protocols; SESv2 speaks REST, SNS a form. */
function meaningOf(request: IncomingMessage, body: Buffer): { service: Service; operation: string } {
  const [prefix = '', operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
  if (prefix.startsWith('DynamoDB')) return { service: 'dynamodb', operation };
  if (prefix === 'secretsmanager' && operation === 'GetSecretValue') return { service: 'secretsmanager', operation };
  const socketOperation = operationOf(request);
  if (socketOperation) return { service: 'apigatewaymanagementapi', operation: socketOperation };
  if (request.url === '/v2/email/outbound-emails') return { service: 'ses', operation: 'SendEmail' };
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return { service: 'sns', operation: new URLSearchParams(body.toString('utf8')).get('Action') ?? '' };
  }
  throw new Error(`The local run does not play ${request.method} ${request.url} ${prefix}.${operation}`);
}

function fail(request: IncomingMessage, response: ServerResponse, service: Service, fault: Fault): void {
  // No answer: the caller's own patience ends it, or the function's timeout does.
  if (fault.error === 'timeout') return;
  if (fault.error === 'reset') request.socket.resetAndDestroy();
  else refuse(response, service, fault);
}
