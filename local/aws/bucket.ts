import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import type { OpenBucketPlan } from '../stack/buckets.ts';
import type { Faults } from './faults.ts';
import type { Objects, StoredObject } from './objects.ts';
import { refusalOf } from './presigned.ts';

/** More than may be attached, so that it is the signature that refuses. */
const MOST_BYTES = 64 * 1024 * 1024;
const DAY_MILLISECONDS = 24 * 3600 * 1000;

export interface BucketHost {
  readonly plan: () => OpenBucketPlan | undefined;
  readonly objects: Objects;
  /** Of the portal: the only pages that may reach it. */
  readonly origin: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly faults: Faults;
}

/** A bucket at a port of its own, as pages and functions reach it by presigned requests. */
export function createBucketServer(host: BucketHost): Server {
  return createServer((request, response) => {
    answer(host, request, response).catch((error: unknown) => {
      if (!response.headersSent) refuse(response, 500, 'InternalError', String(error));
    });
  });
}

async function answer(host: BucketHost, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const plan = host.plan();
  const { origin } = request.headers;
  const isOurs = origin === host.origin;
  if (isOurs) response.setHeader('access-control-allow-origin', origin).setHeader('vary', 'Origin');
  if (!plan) return refuse(response, 404, 'NoSuchBucket');
  if (request.method === 'OPTIONS') return preflight(plan, isOurs, request, response);
  const body = await bodyOf(request);
  const operation = operationOf(request);
  const fault = host.faults.take('s3', operation);
  if (fault) return fail(request, response, fault.error);
  const refusal = refusalOf(request, host.clock.now());
  if (refusal) return refuse(response, 403, refusal);
  operations[operation]?.(host, plan, { request, response, body });
}

/** Whether a page may send what it is about to send. */
function preflight(plan: OpenBucketPlan, isOurs: boolean, request: IncomingMessage, response: ServerResponse): void {
  const { 'access-control-request-method': method = '', 'access-control-request-headers': headers } = request.headers;
  const asked = String(headers ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
  const mayAsk = isOurs && plan.methods.includes(method) && asked.every((name) => plan.headers.includes(name));
  const allowed = {
    'access-control-allow-methods': plan.methods.join(', '),
    'access-control-allow-headers': asked.join(', '),
  };
  if (mayAsk) response.writeHead(200, allowed).end();
  else refuse(response, 403, 'AccessForbidden', 'CORSResponse: This CORS request is not allowed.');
}

interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: Buffer;
}

type Operation = (host: BucketHost, plan: OpenBucketPlan, asked: Asked) => void;

const operations: Readonly<Record<string, Operation>> = {
  PutObject({ objects, clock }, _, { request, response, body }) {
    const kept = ([name]: [string, unknown]) => name === 'content-type' || name.startsWith('x-amz-meta-');
    const headers = Object.fromEntries(
      Object.entries(request.headers)
        .filter(kept)
        .map(([name, value]) => [name, String(value)]),
    );
    objects.put({ key: keyOf(request), at: clock.now(), headers, body });
    response.writeHead(200).end();
  },

  CopyObject(host, plan, { request, response }) {
    const source = String(request.headers['x-amz-copy-source']);
    const found = liveObject(host, plan, source.slice(source.indexOf('/', 1)));
    if (!found) return refuse(response, 404, 'NoSuchKey');
    host.objects.put({ ...found, key: keyOf(request), at: host.clock.now() });
    response.writeHead(200, { 'content-type': 'application/xml' }).end('<CopyObjectResult></CopyObjectResult>');
  },

  HeadObject(host, plan, { request, response }) {
    const found = liveObject(host, plan, keyOf(request));
    // Without the right to list, what is not there is forbidden.
    if (!found) return void response.writeHead(403).end();
    response.writeHead(200, { ...found.headers, 'content-length': found.body.length }).end();
  },

  GetObject(host, plan, { request, response }) {
    const found = liveObject(host, plan, keyOf(request));
    if (!found) return refuse(response, 403, 'AccessDenied');
    const query = new URL(request.url ?? '/', 'http://host').searchParams;
    const asked = [...query]
      .filter(([name]) => name.startsWith('response-'))
      .map(([name, value]) => [name.replace('response-', ''), value]);
    response.writeHead(200, { ...found.headers, ...Object.fromEntries(asked) }).end(found.body);
  },
};

function operationOf({ method, headers }: IncomingMessage): string {
  if (method === 'PUT') return headers['x-amz-copy-source'] === undefined ? 'PutObject' : 'CopyObject';
  return method === 'HEAD' ? 'HeadObject' : method === 'GET' ? 'GetObject' : 'None';
}

const keyOf = ({ url = '/' }: IncomingMessage): string => new URL(url, 'http://host').pathname;

/** What the bucket's own rules have not removed. */
function liveObject({ objects, clock }: BucketHost, plan: OpenBucketPlan, key: string): StoredObject | undefined {
  const found = objects.get(key);
  const rule = plan.expiring.find(({ prefix }) => key.startsWith(prefix));
  if (!found || !rule || clock.now() < found.at + rule.days * DAY_MILLISECONDS) return found;
  objects.remove(key);
  return undefined;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= MOST_BYTES) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function fail(request: IncomingMessage, response: ServerResponse, error: string): void {
  if (error === 'timeout') return;
  if (error === 'reset') request.socket.resetAndDestroy();
  else refuse(response, 503, error);
}

function refuse(response: ServerResponse, status: number, code: string, message = code): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  );
}
