import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { SocketRequest } from '../auth/socket.ts';
import { Cookies } from './cookies.ts';
import { verifyOriginSecret } from './guards.ts';
import { HttpProblem } from './http-problem.ts';
import { problemDocument } from './problem-document.ts';

/** What API Gateway hands over when somebody asks for a socket. Names of headers are as they were sent. */
export interface ConnectEvent {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>>;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly requestContext: { readonly connectionId: string };
}

export interface ConnectNeeds {
  readonly clock: () => number;
  readonly origin: string;
  readonly originSecrets: readonly string[];
}

/** A phone offers this and its proof; the answer names the first, or the phone's browser would hang up (RFC 6455, 4.1). */
const PROTOCOL = 'gatehouse.phone';
const PATH = '/ws';
const TAB = /^[\w-]{22}$/;
/** For who has one page only. */
const ONLY_TAB = 'only';

/** The one route of the WebSocket API. Whatever the rule refuses never becomes a socket. */
export function connectEndpoint(rule: (request: SocketRequest) => Promise<void>, needs: ConnectNeeds) {
  return async (event: ConnectEvent): Promise<APIGatewayProxyStructuredResultV2> => {
    try {
      const headers = headersOf(event);
      verifyOriginSecret({ headers }, needs.originSecrets);
      // Browsers send cookies along with sockets whoever opens them, and always say who did (OWASP ASVS 5.0, 4.4.2).
      if (headers.origin !== needs.origin) throw new HttpProblem('foreign-origin');
      const jws = proofIn(headers['sec-websocket-protocol']);
      await rule({
        proof: { jws, method: 'GET', path: PATH, body: '' },
        cookie: new Cookies(headers.cookie?.split(/;\s*/) ?? []).flow,
        tab: tabIn(event),
        connection: event.requestContext.connectionId,
        now: needs.clock(),
      });
      return { statusCode: 200, ...(jws !== undefined && { headers: { 'Sec-WebSocket-Protocol': PROTOCOL } }) };
    } catch (error) {
      return problemDocument(error);
    }
  };
}

/** By name in lower case. A header that comes twice is neither of the two. */
function headersOf({ headers = {}, multiValueHeaders = {} }: ConnectEvent): Record<string, string> {
  const all = new Map<string, string[]>();
  for (const [name, value] of Object.entries({ ...headers, ...multiValueHeaders })) {
    const key = name.toLowerCase();
    all.set(key, [...(all.get(key) ?? []), ...[value ?? []].flat()]);
  }
  return Object.fromEntries([...all].map(([name, values]) => [name, values.join(name === 'cookie' ? '; ' : ', ')]));
}

/** `gatehouse.phone, JWS`. Whoever offers anything else, is no page of ours. */
function proofIn(offered: string | undefined): string | undefined {
  if (offered === undefined) return undefined;
  const [protocol, jws, ...more] = offered.split(',').map((one) => one.trim());
  if (protocol !== PROTOCOL || !jws || more.length > 0) throw new HttpProblem('invalid-request');
  return jws;
}

function tabIn({ queryStringParameters }: ConnectEvent): string {
  const tab = queryStringParameters?.tab;
  if (tab !== undefined && !TAB.test(tab)) throw new HttpProblem('invalid-request');
  return tab ?? ONLY_TAB;
}
