import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { FunctionName, RouteKey } from '../../../lambdas/flows.ts';
import type { ProblemCode } from '../../../lambdas/http/problems.ts';

export const ORIGIN = 'https://id.example.org';
export const ORIGIN_SECRET = 'origin-secret-canary-4b8f1c';

export type Route = RouteKey<FunctionName>;

export interface Reply {
  readonly route: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `Set-Cookie` values. */
  readonly cookies: readonly string[];
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** The stable code of a problem document. */
  readonly code: ProblemCode | undefined;
}

/** What the braces of a route stand for. */
type Params = Readonly<Record<string, string>>;

export type Send = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** A browser: keeps cookies, says where it is and what it is. */
export interface Browser {
  readonly jar: Map<string, string>;
  address: string;
  headers: Record<string, string>;
  /** Sends and takes the cookies of the answer. */
  send(
    route: Route,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
    params?: Params,
    query?: Params,
  ): Promise<Reply>;
  /** The same browser as seen by somebody who copied its cookies. */
  clone(): Browser;
}

let addresses = 0;

export function createBrowser(send: Send, jar = new Map<string, string>()): Browser {
  addresses += 1;
  const browser: Browser = {
    jar,
    address: `198.51.${Math.floor(addresses / 250) % 250}.${addresses % 250}`,
    headers: { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0' },
    async send(route, body, headers = {}, params = {}, query = undefined) {
      const cookies = [...jar].map(([name, value]) => `${name}=${value}`);
      const event = eventOf({ route, body, cookies, headers: headersOf(browser, headers), params, query });
      const reply = replyOf(route, await send(event));
      for (const cookie of reply.cookies) take(jar, cookie);
      return reply;
    },
    clone: () => createBrowser(send, new Map(jar)),
  };
  return browser;
}

function headersOf({ address, headers }: Browser, more: Readonly<Record<string, string>>): Record<string, string> {
  return {
    'x-origin-secret': ORIGIN_SECRET,
    'cloudfront-viewer-address': `${address}:46532`,
    'cloudfront-viewer-city': 'Utrecht',
    'cloudfront-viewer-country': 'NL',
    'content-type': 'application/json',
    origin: ORIGIN,
    'sec-fetch-site': 'same-origin',
    ...headers,
    ...more,
  };
}

function take(jar: Map<string, string>, cookie: string): void {
  const [pair = ''] = cookie.split(';');
  const equals = pair.indexOf('=');
  if (/max-age=0/i.test(cookie)) jar.delete(pair.slice(0, equals));
  else jar.set(pair.slice(0, equals), pair.slice(equals + 1));
}

interface Request {
  readonly route: string;
  readonly body?: unknown;
  readonly cookies?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly params?: Params;
  readonly query?: Params | undefined;
}

/** What API Gateway hands to a function. A string body goes as it is; anything else as JSON. */
export function eventOf({
  route,
  body,
  cookies = [],
  headers = {},
  params = {},
  query,
}: Request): APIGatewayProxyEventV2 {
  const [method = '', path = ''] = route.split(' ');
  return {
    version: '2.0',
    routeKey: route,
    rawPath: path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? ''),
    rawQueryString: new URLSearchParams(query).toString(),
    ...(query && { queryStringParameters: query }),
    pathParameters: params,
    cookies: [...cookies],
    headers: { ...headers },
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      domainName: 'api.execute-api.eu-west-1.amazonaws.com',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.9', userAgent: 'Amazon CloudFront' },
      requestId: 'request',
      routeKey: route,
      stage: '$default',
      time: '22/Nov/2026:12:00:00 +0000',
      timeEpoch: 0,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}

export function replyOf(route: string, result: APIGatewayProxyStructuredResultV2): Reply {
  const text = result.body ?? '';
  const body = text === '' ? {} : JSON.parse(text);
  const headers = Object.entries(result.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    route,
    status: result.statusCode ?? 0,
    headers: Object.fromEntries(headers),
    cookies: result.cookies ?? [],
    text,
    body,
    code: body.code,
  };
}
