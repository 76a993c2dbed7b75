import { Agent, createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { answerJson, answerXml, refuse } from '../../../local/aws/answers.ts';
import type { Service, Fault as ServiceFault } from '../../../local/aws/faults.ts';

/** One call of the SDK, as the service would see it. A repeat by the SDK is a call of its own. */
export interface AwsCall {
  readonly service: Service;
  readonly operation: string;
  /** Physical table names, in the order of the request. */
  readonly tables: readonly string[];
  readonly body: string;
  /** The same for every repeat that the SDK makes of one call. */
  readonly invocation: string;
}

/**
 * What goes wrong with a call. `reset`: not carried out, the connection breaks; `lost`: carried out, then the
 * connection breaks; `hang`: not carried out, no answer.
 */
export type Fault =
  | (Pick<ServiceFault, 'error' | 'reasons'> & { readonly message?: string })
  | 'reset'
  | 'lost'
  | 'hang';

/** A message that SES or SNS took. `headers`: every header of an e-mail that the request sets, by name. */
export interface SentMessage {
  readonly channel: 'email' | 'sms';
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly from: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Plays the services in front of DynamoDB Local: writes down every call, and makes those fail that `fault` names. */
export interface Aws {
  readonly url: string;
  readonly calls: AwsCall[];
  readonly messages: readonly SentMessage[];
  /** Open sockets, by connection, with what was posted to each. */
  readonly sockets: Map<string, string[]>;
  fault: (call: AwsCall, index: number) => Fault | undefined;
  end(): Promise<void>;
}

type Playing = Aws & { readonly messages: SentMessage[] };

export async function startAws(dynamodb: string, secret: () => string): Promise<Aws> {
  const server = createServer((request, response) => {
    void answer(aws, dynamodb, secret, request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const aws: Playing = {
    url: `http://127.0.0.1:${port}`,
    calls: [],
    messages: [],
    sockets: new Map(),
    fault: () => undefined,
    end: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return aws;
}

async function answer(
  aws: Playing,
  dynamodb: string,
  secret: () => string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString('utf8');
  const call = callOf(request, body);
  const fault = aws.fault(call, aws.calls.push(call) - 1);
  if (fault === 'hang') return;
  if (fault === 'reset') return void request.socket.resetAndDestroy();
  if (fault !== undefined && fault !== 'lost') return fail(response, call, fault);
  const answered =
    call.service === 'apigatewaymanagementapi'
      ? reach(aws, request, body)
      : await carryOut(aws, dynamodb, secret, call, request);
  if (fault === 'lost') return void request.socket.resetAndDestroy();
  if (typeof answered === 'string') return answerXml(response, 200, answered);
  answerJson(response, answered.status, answered.json);
}

function fail(response: ServerResponse, { service }: AwsCall, fault: Exclude<Fault, string>): void {
  const { error, message } = fault;
  const told = `<Type>Sender</Type><Code>${error}</Code><Message>${message}</Message>`;
  if (message === undefined) refuse(response, service, fault);
  else if (service === 'sns') answerXml(response, 400, `<ErrorResponse><Error>${told}</Error></ErrorResponse>`);
  else answerJson(response, 400, { __type: error, message });
}

function callOf(request: IncomingMessage, body: string): AwsCall {
  const [prefix = '', operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
  const tables = [...body.matchAll(/"TableName":"([^"]+)"|"([0-9a-f]{12}-[a-z]+)":\{/g)].map(
    ([, single, batch]) => single ?? batch ?? '',
  );
  const invocation = String(request.headers['amz-sdk-invocation-id']);
  if (prefix.startsWith('DynamoDB')) return { service: 'dynamodb', operation, tables, body, invocation };
  if (request.url?.includes('/@connections/'))
    return { service: 'apigatewaymanagementapi', operation: request.method ?? '', tables: [], body, invocation };
  if (prefix === 'secretsmanager') return { service: 'secretsmanager', operation, tables: [], body, invocation };
  if (request.url?.startsWith('/v2/email'))
    return { service: 'ses', operation: 'SendEmail', tables: [], body, invocation };
  return { service: 'sns', operation: 'Publish', tables: [], body, invocation };
}

/** Posts to a socket, or ends it. */
function reach(
  { sockets }: Playing,
  { method, url = '' }: IncomingMessage,
  body: string,
): { status: number; json: object } {
  const id = decodeURIComponent(url.split('/').at(-1) ?? '');
  const posted = sockets.get(id);
  if (!posted) return { status: 410, json: { __type: 'GoneException' } };
  if (method === 'DELETE') sockets.delete(id);
  else posted.push(body);
  return { status: 200, json: {} };
}

async function carryOut(
  aws: Playing,
  dynamodb: string,
  secret: () => string,
  call: AwsCall,
  { headers }: IncomingMessage,
): Promise<{ status: number; json: object } | string> {
  switch (call.service) {
    case 'dynamodb':
      return passOn(dynamodb, headers, call.body);
    case 'secretsmanager':
      return { status: 200, json: { ARN: 'keys', Name: 'keys', SecretString: secret() } };
    case 'ses':
      aws.messages.push(emailOf(call.body));
      return { status: 200, json: { MessageId: String(aws.messages.length) } };
    default:
      aws.messages.push(smsOf(call.body));
      return `<PublishResponse><PublishResult><MessageId>${aws.messages.length}</MessageId></PublishResult></PublishResponse>`;
  }
}

const agent = new Agent({ keepAlive: true });

function passOn(
  dynamodb: string,
  { 'x-amz-target': target, authorization }: IncomingMessage['headers'],
  body: string,
): Promise<{ status: number; json: object }> {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target, authorization };
  return new Promise((resolve, reject) => {
    const call = send(dynamodb, { method: 'POST', agent, headers }, async (answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk);
      resolve({ status: answer.statusCode ?? 500, json: JSON.parse(Buffer.concat(chunks).toString('utf8')) });
    });
    call.on('error', reject).end(body);
  });
}

function emailOf(body: string): SentMessage {
  const { FromEmailAddress, Destination, Content } = JSON.parse(body);
  const { Subject, Body, Headers = [] } = Content.Simple;
  return {
    channel: 'email',
    to: Object.values<string[]>(Destination).flat(),
    subject: Subject.Data,
    text: Body.Text.Data,
    html: Body.Html.Data,
    from: FromEmailAddress,
    headers: Object.fromEntries(Headers.map(({ Name, Value }: { Name: string; Value: string }) => [Name, Value])),
  };
}

function smsOf(body: string): SentMessage {
  const form = new URLSearchParams(body);
  const [to, text] = [form.get('PhoneNumber') ?? '', form.get('Message') ?? ''];
  return { channel: 'sms', to: [to], subject: '', text, html: '', from: '', headers: {} };
}
