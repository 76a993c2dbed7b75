import type { Admission, SocketApi } from '../sockets/socket-api.ts';
import type { Plan } from '../stack/plan.ts';
import { behaviourOf, type Edge, withHeaders } from './cloudfront.ts';
import type { Request, Response } from './exchange.ts';
import { forward } from './forward.ts';

/** The distribution, for who asks for a socket: admitted by an API that has some; any other origin just answers. */
export type SocketEdge = (request: Request) => Promise<Response | Admission>;

export function createSocketEdge(
  { distribution, responseHeaders }: Plan,
  apis: ReadonlyMap<string, SocketApi>,
  edge: Edge,
): SocketEdge {
  const behaviours = distribution.behaviours.map((plan) => ({ plan }));
  return async (viewed) => {
    const { plan } = behaviourOf(behaviours, viewed.path);
    const origin = distribution.origins.get(plan.origin);
    const api = apis.get(origin?.host ?? '');
    if (origin === undefined || api === undefined) return edge(viewed);
    const answer = await api(forward(viewed, plan, origin));
    return 'status' in answer ? withHeaders(answer, responseHeaders.get(plan.responseHeaders ?? '')) : answer;
  };
}
