import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import { HttpProblem } from './http-problem.ts';

/** The largest body of the API is the description of a ticket. */
const MOST_BYTES = 16 * 1024;

/** The body, as its schema says. JSON only: no other type can be sent across sites without asking first. */
export function parseBody<S extends z.ZodMiniType>(event: APIGatewayProxyEventV2, schema: S): z.infer<S> {
  const [type = ''] = (event.headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json') throw new HttpProblem('unsupported-media-type');
  const text = textOf(event);
  if (Buffer.byteLength(text) > MOST_BYTES) throw new HttpProblem('payload-too-large');
  return parse(schema, json(text));
}

/** The query string, as its schema says. */
export function parseQuery<S extends z.ZodMiniType>(event: APIGatewayProxyEventV2, schema: S): z.infer<S> {
  return parse(schema, event.queryStringParameters ?? {});
}

const ID = /^[A-Za-z0-9_-]{22}$/;

/** What the braces of the route stand for: ids, each of which could name something; any other names nothing. */
export function parseParams({ pathParameters = {} }: APIGatewayProxyEventV2): Readonly<Record<string, string>> {
  const found = Object.entries(pathParameters).map(([name, value = '']) => [name, value] as const);
  if (found.every(([, value]) => ID.test(value))) return Object.fromEntries(found);
  throw new HttpProblem('not-found');
}

/** The body as it was sent; empty when there is none. */
export function textOf({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): string {
  return isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
}

function parse<S extends z.ZodMiniType>(schema: S, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new HttpProblem(
    'invalid-request',
    parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })),
  );
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpProblem('invalid-request', [{ field: '', message: 'not JSON' }]);
  }
}
