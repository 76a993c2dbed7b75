import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import type { Visit } from '../auth/account.ts';
import type { FunctionName, RouteKey } from '../flows.ts';
import type { api } from './api.ts';
import { parseBody, parseParams, parseQuery, textOf } from './body.ts';
import { Cookies } from './cookies.ts';
import { verifyOriginSecret, verifySameOrigin } from './guards.ts';
import { HttpProblem } from './http-problem.ts';
import { problemDocument } from './problem-document.ts';
import { viewerAddress, visitOf } from './viewer.ts';

type Api = typeof api;

/** What the rules may know of a request. One clock reading serves all its conditions. */
export interface Call<K extends keyof Api> {
  readonly body: Api[K] extends { body: infer S extends z.ZodMiniType } ? z.infer<S> : undefined;
  readonly query: Api[K] extends { query: infer S extends z.ZodMiniType } ? z.infer<S> : undefined;
  /** What the braces of the route stand for: `{ticket}`. Always of the form of an id. */
  readonly params: Readonly<Record<ParamOf<K>, string>>;
  /** What a phone's proof has to speak of. */
  readonly proof: ProofOfRequest;
  readonly cookies: Cookies;
  /** Network address of the client; an IPv6 address as its /64. */
  readonly address: string;
  readonly visit: Visit;
  readonly idempotencyKey: string | undefined;
  readonly now: number;
}

/** The names in a route's braces. */
type ParamOf<K extends string> = K extends `${string}{${infer Name}}${infer Rest}` ? Name | ParamOf<Rest> : never;

/** The header `DPoP`, and the request as it was sent. */
export interface ProofOfRequest {
  readonly jws: string | undefined;
  readonly method: string;
  readonly path: string;
  /** The body, byte for byte; empty when there is none. */
  readonly body: string;
}

export interface Answer<K extends keyof Api> {
  readonly body: Api[K]['answers'] extends { 200: infer S extends z.ZodMiniType } ? z.infer<S> : undefined;
  readonly cookies?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Exactly the routes that `flows.ts` gives the function: a missing one and a foreign one do not compile. */
export type Routes<F extends FunctionName> = {
  readonly [K in RouteKey<F> & keyof Api]: (call: Call<K>) => Promise<Answer<K>>;
};

type Schemas = Readonly<Record<string, z.ZodMiniType>>;

export interface EndpointNeeds {
  /** The schemas of the function's own requests, from `bodies/`. */
  readonly bodies?: Schemas;
  readonly queries?: Schemas;
  readonly clock: () => number;
  readonly origin: string;
  readonly originSecrets: readonly string[];
  /** Begun when the function started; never rejects. */
  readonly ready: Promise<unknown>;
  /** Of every answer, refusals included. */
  readonly headers?: (now: number) => Promise<Readonly<Record<string, string>>>;
}

type Event = APIGatewayProxyEventV2;
type Result = APIGatewayProxyStructuredResultV2;

const IDEMPOTENCY_KEY = /^[A-Za-z0-9_-]{16,64}$/;

/** The one place where middy, and API Gateway's form of requests and answers, appear. */
export function endpoint<F extends FunctionName>(routes: Routes<F>, needs: EndpointNeeds) {
  return middy<Event, Result>({ timeoutEarlyInMillis: 0 })
    .onError(async (request) => {
      const { headers, ...problem } = problemDocument(request.error);
      request.response = { ...problem, headers: { ...headers, ...(await headersOf(needs)) } };
    })
    .after(async (request) => {
      if (request.response) request.response.headers = { ...request.response.headers, ...(await headersOf(needs)) };
    })
    .before(({ event }) => {
      verifyOriginSecret(event, needs.originSecrets);
      verifySameOrigin(event, needs.origin);
    })
    .before(() => needs.ready.then(() => undefined))
    .handler((event: Event) => route(routes, event, needs));
}

async function route(
  routes: object,
  event: Event,
  { clock, bodies = {}, queries = {} }: EndpointNeeds,
): Promise<Result> {
  const now = clock();
  const found = Object.entries<(call: object) => Promise<Answer<keyof Api>>>({ ...routes }).find(
    ([key]) => key === event.routeKey,
  );
  if (!found) throw new HttpProblem('not-found');
  const [schema, query] = [bodies[event.routeKey], queries[event.routeKey]];
  const idempotencyKey = event.headers['idempotency-key'];
  const { body, cookies, headers } = await found[1]({
    body: schema && parseBody(event, schema),
    query: query && parseQuery(event, query),
    params: parseParams(event),
    proof: proofOf(event),
    cookies: new Cookies(event.cookies ?? []),
    address: viewerAddress(event.headers),
    visit: visitOf(event.headers, now),
    idempotencyKey: idempotencyKey !== undefined && IDEMPOTENCY_KEY.test(idempotencyKey) ? idempotencyKey : undefined,
    now,
  });
  return {
    statusCode: body === undefined ? 204 : 200,
    headers: {
      'cache-control': 'no-store',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(cookies && { cookies: [...cookies] }),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

/** Without those that cannot be made: what has failed is told either way. */
async function headersOf({ headers, clock }: EndpointNeeds): Promise<Readonly<Record<string, string>>> {
  const [made] = await Promise.allSettled([headers?.(clock())]);
  return made.status === 'fulfilled' ? (made.value ?? {}) : {};
}

function proofOf(event: Event): ProofOfRequest {
  const { method, path } = event.requestContext.http;
  return { jws: event.headers.dpop, method, path, body: textOf(event) };
}
