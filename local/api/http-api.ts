import { randomUUID } from 'node:crypto';
import type { Request, Response } from '../edge/exchange.ts';
import type { LocalFunction } from '../functions/pool.ts';
import type { ApiPlan } from '../stack/routes.ts';
import { platformAnswer, responseOf } from './answer.ts';
import { decodePath, eventOf } from './event.ts';
import { createRouter } from './match.ts';
import { createThrottle } from './throttle.ts';

const BODY_LIMIT_BYTES = 10 * 1024 * 1024;
/** What Lambda takes: the event, in which a body may have grown by its encoding. */
const EVENT_LIMIT_BYTES = 6 * 1024 * 1024;
/** Request line and headers together. */
const HEADER_LIMIT_BYTES = 10_240;

/** An HTTP API: routes, throttles and limits of the template in front of the functions. */
export type HttpApi = (request: Request) => Promise<Response>;

export function createHttpApi(
  plan: ApiPlan,
  functions: ReadonlyMap<string, LocalFunction>,
  now: () => number,
): HttpApi {
  const find = createRouter(
    plan.routes.map((route) => ({ ...route, throttle: createThrottle(route.rate, route.burst) })),
  );

  return async (request) => {
    if (headerBytes(request) > HEADER_LIMIT_BYTES) return platformAnswer(431, 'Request Header Fields Too Large');
    if (request.body.length > BODY_LIMIT_BYTES) return platformAnswer(413, 'Request Entity Too Large');
    const match = find(request.method, decodePath(request.path));
    const target = match && functions.get(match.route.functionId);
    if (match === undefined || target === undefined) return platformAnswer(404, 'Not Found');
    // The throttle is the platform's: it runs in real time.
    if (!match.route.throttle.admit(performance.now())) return platformAnswer(429, 'Too Many Requests');
    const event = eventOf(request, match, plan, now());
    if ((event.body?.length ?? 0) > EVENT_LIMIT_BYTES) return platformAnswer(413, 'Request Entity Too Large');

    const response = await withPatience(call(target, event), match.route.timeoutMilliseconds);
    return { ...response, headers: { ...response.headers, 'apigw-requestid': randomUUID() } };
  };
}

async function call(target: LocalFunction, event: unknown): Promise<Response> {
  const outcome = await target.invoke(event);
  const response = 'result' in outcome ? responseOf(outcome.result) : undefined;
  return response ?? platformAnswer(500, 'Internal Server Error');
}

/** An integration that takes longer than its time-out is answered without it. */
async function withPatience(response: Promise<Response>, milliseconds: number): Promise<Response> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Response>((resolve) => {
    timer = setTimeout(() => resolve(platformAnswer(503, 'Service Unavailable')), milliseconds);
  });
  const first = await Promise.race([response, late]);
  clearTimeout(timer);
  return first;
}

function headerBytes({ method, path, query, headers }: Request): number {
  const line = method.length + path.length + query.length + 'HTTP/1.1'.length + 3;
  return Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length + 4, line);
}
