import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import * as z from 'zod/mini';
import { platformAnswer } from '../api/answer.ts';
import { EDGE_ADDRESS, timeOf } from '../api/event.ts';
import type { HttpApi } from '../api/http-api.ts';
import { createThrottle } from '../api/throttle.ts';
import type { Request, Response } from '../edge/exchange.ts';
import type { LocalFunction } from '../functions/pool.ts';
import type { ApiPlan } from '../stack/routes.ts';
import type { Connections } from './connections.ts';

const Answer = z.object({
  statusCode: z.int().check(z.gte(100), z.lte(599)),
  headers: z.nullish(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
});

/** A socket that may be opened: under which subprotocol, and who is to have it then. */
export interface Admission {
  readonly protocol: string | undefined;
  readonly opened: (socket: WebSocket) => void;
}

/** A WebSocket API: asks the function of `$connect` before there is a socket, and refuses with the status it gives. */
export type SocketApi = (request: Request) => Promise<Response | Admission>;

export function createSocketApi(
  plan: ApiPlan,
  functions: ReadonlyMap<string, LocalFunction>,
  connections: Connections,
  now: () => number,
): SocketApi {
  const route = plan.routes.find(({ key }) => key === '$connect');
  const throttle = createThrottle(route?.rate, route?.burst);
  return async (request) => {
    const target = functions.get(route?.functionId ?? '');
    if (target === undefined || request.path !== `/${plan.stage}`) return platformAnswer(403, 'Forbidden');
    if (!throttle.admit(performance.now())) return platformAnswer(429, 'Too Many Requests');
    const id = connections.newId();
    const outcome = await target.invoke(eventOf(request, plan, id, now()));
    const read = 'result' in outcome ? Answer.safeParse(JSON.parse(outcome.result)) : undefined;
    if (!read?.success) return platformAnswer(502, 'Internal server error');
    const { statusCode, headers } = read.data;
    if (statusCode >= 300) return platformAnswer(statusCode, 'Forbidden');
    const protocol = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'sec-websocket-protocol');
    return { protocol: protocol && String(protocol[1]), opened: (socket) => connections.add(id, socket) };
  };
}

/** What a WebSocket API hands to the function of `$connect`. Names of headers keep their capitals, unlike those of HTTP APIs. */
function eventOf(request: Request, plan: ApiPlan, connectionId: string, now: number) {
  const headers = Object.entries(request.headers).map(([name, value]) => [capitalised(name), value] as const);
  const query = new URLSearchParams(request.query);
  const names = [...new Set(query.keys())];
  return {
    headers: Object.fromEntries(headers),
    multiValueHeaders: Object.fromEntries(headers.map(([name, value]) => [name, [value]])),
    ...(names.length > 0 && {
      queryStringParameters: Object.fromEntries(names.map((name) => [name, query.getAll(name).at(-1)])),
      multiValueQueryStringParameters: Object.fromEntries(names.map((name) => [name, query.getAll(name)])),
    }),
    requestContext: {
      routeKey: '$connect',
      eventType: 'CONNECT',
      messageDirection: 'IN',
      connectionId,
      connectedAt: now,
      requestId: randomUUID(),
      extendedRequestId: randomUUID(),
      requestTime: timeOf(new Date(now)),
      requestTimeEpoch: now,
      stage: plan.stage,
      apiId: plan.id,
      domainName: plan.host,
      identity: { sourceIp: EDGE_ADDRESS, userAgent: request.headers['user-agent'] ?? '' },
    },
    isBase64Encoded: false,
  };
}

const capitalised = (name: string) => name.replace(/(^|-)([a-z])/g, (_, dash, letter) => dash + letter.toUpperCase());

/** Who asks for no socket, gets none. */
export const noSocket: HttpApi = async () => platformAnswer(426, 'Upgrade Required');
