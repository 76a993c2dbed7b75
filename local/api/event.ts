import { randomUUID } from 'node:crypto';
import type { Request } from '../edge/exchange.ts';
import { ACCOUNT } from '../stack/intrinsics.ts';
import type { Match } from './match.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TEXT = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded|[\w.-]+\+json)\b)/i;

/** A request as an HTTP API hands it to a function: payload format 2.0. `now` is the platform's time in milliseconds. */
export function eventOf(
  request: Request,
  { route, parameters }: Match<{ readonly key: string }>,
  api: { readonly id: string; readonly host: string },
  now: number,
) {
  const { cookie, ...headers } = request.headers;
  const path = decodePath(request.path);
  const query = new URLSearchParams(request.query);
  const binary = request.body.length > 0 && !TEXT.test(headers['content-type'] ?? 'text/plain');
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: path,
    rawQueryString: request.query,
    ...(cookie !== undefined && { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(request.query !== '' && {
      queryStringParameters: Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name).join(',')])),
    }),
    ...(Object.keys(parameters).length > 0 && { pathParameters: parameters }),
    requestContext: {
      accountId: ACCOUNT,
      apiId: api.id,
      domainName: api.host,
      domainPrefix: api.id,
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: EDGE_ADDRESS,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: route.key,
      stage: '$default',
      time: timeOf(new Date(now)),
      timeEpoch: now,
    },
    ...(request.body.length > 0 && { body: request.body.toString(binary ? 'base64' : 'utf8') }),
    isBase64Encoded: binary,
  };
}

/** The API's client is CloudFront; this is a documentation address (RFC 5737), so that nobody takes it for a viewer's. */
export const EDGE_ADDRESS = '192.0.2.1';

export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** `12/Mar/2026:19:03:58 +0000` */
export function timeOf(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:${clock} +0000`;
}
