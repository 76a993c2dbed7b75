import * as z from 'zod/mini';
import { EMPTY, type Response } from '../edge/exchange.ts';

const Scalar = z.union([z.string(), z.number(), z.boolean()]);
const Answer = z.object({
  statusCode: z.int().check(z.gte(100), z.lte(599)),
  headers: z.nullish(z.record(z.string(), Scalar)),
  cookies: z.nullish(z.array(z.string())),
  body: z.nullish(z.string()),
  isBase64Encoded: z.nullish(z.boolean()),
});
const HasStatus = z.object({ statusCode: z.unknown() });

/** What an HTTP API makes of a function's result, given as JSON text. Undefined when the result is malformed. */
export function responseOf(result: string): Response | undefined {
  const value: unknown = JSON.parse(result);
  // A result without a status code is the body itself.
  if (!HasStatus.safeParse(value).success) return ok(value, result);
  const read = Answer.safeParse(value);
  if (!read.success) return undefined;
  const { statusCode, headers, cookies, body, isBase64Encoded } = read.data;
  return {
    status: statusCode,
    headers: {
      ...(body && { 'content-type': 'text/plain; charset=utf-8' }),
      ...Object.fromEntries(Object.entries(headers ?? {}).map(([name, text]) => [name.toLowerCase(), String(text)])),
      ...(cookies && cookies.length > 0 && { 'set-cookie': cookies }),
    },
    body: body ? Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') : EMPTY,
  };
}

const ok = (value: unknown, result: string): Response => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(typeof value === 'string' ? value : result),
});

/** What the platform itself answers: `{"message":"Not Found"}` and the like. */
export function platformAnswer(status: number, message: string): Response {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ message })),
  };
}
