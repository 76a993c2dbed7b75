import { createContext, Script } from 'node:vm';
import * as z from 'zod/mini';
import type { Request, Response } from './exchange.ts';

/** Only against a loop without end: CloudFront's own limit is in instructions. */
const TIMEOUT_MILLISECONDS = 2_000;
const Value = z.object({ value: z.string(), multiValue: z.optional(z.array(z.object({ value: z.string() }))) });
const Values = z._default(z.record(z.string(), Value), {});
const Rewritten = z.object({
  method: z.string(),
  uri: z.string(),
  querystring: Values,
  headers: Values,
  cookies: Values,
});
const Answered = z.object({
  statusCode: z.int(),
  headers: Values,
  cookies: Values,
  body: z.optional(z.union([z.string(), z.object({ data: z.string() })])),
});

type Values = z.infer<typeof Values>;

/** A CloudFront Function for the event `viewer-request`: it changes the request, or answers it. */
export type ViewerFunction = (request: Request) => Promise<{ request: Request } | { response: Response }>;
/** One for the event `viewer-response`, which may change the status. It sees the request as it was sent on. */
export type ResponseFunction = (request: Request, response: Response) => Promise<Response>;

/** The function's own code, from the template, run where it sees nothing of this process. */
function createFunction(code: string): (event: object) => Promise<unknown> {
  const context = createContext({ input: '' }, { codeGeneration: { strings: false, wasm: false } });
  new Script(code, { filename: 'viewer-function.js' }).runInContext(context);
  const call = new Script('Promise.resolve(handler(JSON.parse(input))).then(JSON.stringify)');
  return async (event) => {
    context.input = JSON.stringify(event);
    return JSON.parse(await call.runInContext(context, { timeout: TIMEOUT_MILLISECONDS }));
  };
}

export function createResponseFunction(code: string): ResponseFunction {
  const call = createFunction(code);
  return async (request, response) => {
    // CloudFront calls none for what is an error already.
    if (response.status >= 400) return response;
    const event = eventOf(request, 'viewer-response');
    const answered = await call({ ...event, response: { statusCode: response.status, headers: {}, cookies: {} } });
    return { ...response, status: Answered.parse(answered).statusCode };
  };
}

export function createViewerFunction(code: string): ViewerFunction {
  const call = createFunction(code);
  return async (request) => {
    const result = await call(eventOf(request, 'viewer-request'));
    const answered = Answered.safeParse(result);
    return answered.success
      ? { response: responseOf(answered.data) }
      : { request: requestOf(request, Rewritten.parse(result)) };
  };
}

function eventOf(
  { method, path, query, headers: { cookie = '', ...headers }, viewer }: Request,
  eventType: 'viewer-request' | 'viewer-response',
) {
  const cookies = cookie
    .split(';')
    .map((pair) => pair.trim().split('='))
    .map(([name = '', ...value]): [string, string] => [name, value.join('=')]);
  return {
    version: '1.0',
    context: { eventType },
    viewer: { ip: viewer.slice(0, viewer.lastIndexOf(':')) },
    request: {
      method,
      uri: path,
      querystring: valuesOf([...new URLSearchParams(query)]),
      headers: valuesOf(Object.entries(headers)),
      cookies: valuesOf(cookies.filter(([name]) => name !== '')),
    },
  };
}

function valuesOf(pairs: readonly (readonly [string, string])[]): Values {
  const values: Values = {};
  for (const [name, value] of pairs) {
    const before = values[name];
    values[name] =
      before === undefined ? { value } : { value: before.value, multiValue: [...listOf(before), { value }] };
  }
  return values;
}

const listOf = ({ value, multiValue }: z.infer<typeof Value>) => multiValue ?? [{ value }];

const pairsOf = (values: Values): [string, string][] =>
  Object.entries(values).flatMap(([name, value]) => listOf(value).map((one): [string, string] => [name, one.value]));

function requestOf(
  before: Request,
  { method, uri, querystring, headers, cookies }: z.infer<typeof Rewritten>,
): Request {
  const cookie = pairsOf(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
  return {
    ...before,
    method,
    path: uri,
    query: new URLSearchParams(pairsOf(querystring)).toString(),
    headers: { ...Object.fromEntries(pairsOf(headers)), ...(cookie !== '' && { cookie }) },
  };
}

function responseOf({ statusCode, headers, cookies, body }: z.infer<typeof Answered>): Response {
  const set = pairsOf(cookies).map(([name, value]) => `${name}=${value}`);
  return {
    status: statusCode,
    headers: { ...Object.fromEntries(pairsOf(headers)), ...(set.length > 0 && { 'set-cookie': set }) },
    body: Buffer.from(typeof body === 'object' ? body.data : (body ?? '')),
  };
}
