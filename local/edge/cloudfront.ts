import type { HttpApi } from '../api/http-api.ts';
import type { BehaviourPlan } from '../stack/distribution.ts';
import { matches } from '../stack/pages.ts';
import type { Plan } from '../stack/plan.ts';
import type { ResponseHeadersPlan } from '../stack/response-headers.ts';
import { type Request, type Response, textResponse } from './exchange.ts';
import { forward } from './forward.ts';
import type { Published } from './published.ts';
import { createSite } from './site.ts';
import {
  createResponseFunction,
  createViewerFunction,
  type ResponseFunction,
  type ViewerFunction,
} from './viewer-function.ts';

/** The distribution: finds the behaviour, runs its functions, asks its origin, and puts its headers on whatever comes back. */
export type Edge = (request: Request) => Promise<Response>;

interface Behaviour {
  readonly plan: BehaviourPlan;
  readonly viewerRequest: ViewerFunction | undefined;
  readonly viewerResponse: ResponseFunction;
  readonly policy: ResponseHeadersPlan | undefined;
}

type Ask = (plan: BehaviourPlan, request: Request) => Promise<Response>;

export function createEdge(plan: Plan, apis: ReadonlyMap<string, HttpApi>, published: Published['page']): Edge {
  const { distribution, responseHeaders } = plan;
  const ask = createOrigins(plan, apis, published);
  const behaviours: Behaviour[] = distribution.behaviours.map((one) => ({
    plan: one,
    viewerRequest: one.viewerRequest === undefined ? undefined : createViewerFunction(one.viewerRequest),
    viewerResponse:
      one.viewerResponse === undefined ? async (_, response) => response : createResponseFunction(one.viewerResponse),
    policy: responseHeaders.get(one.responseHeaders ?? ''),
  }));
  return async (viewed) => {
    const behaviour = behaviourOf(behaviours, viewed.path);
    const { methods } = behaviour.plan;
    if (!methods.includes(viewed.method)) {
      return withHeaders(textResponse(403, 'This method is not allowed here.'), behaviour.policy);
    }
    if (viewed.method === 'GET' && viewed.body.length > 0) {
      return withHeaders(textResponse(403, 'A GET with a body is not allowed anywhere.'), behaviour.policy);
    }
    const root = viewed.path === '/' ? distribution.rootObject : '';
    const outcome = await seeFirst(behaviour, root === '' ? viewed : { ...viewed, path: `/${root}` });
    if ('response' in outcome) return withHeaders(outcome.response, behaviour.policy);
    const found = await ask(behaviour.plan, outcome.request);
    const response = await behaviour.viewerResponse(outcome.request, found);
    const error = distribution.errors.get(found.status);
    const page = error?.page === undefined ? undefined : behaviourOf(behaviours, error.page).plan;
    return withHeaders(
      await withError(response, error, outcome.request, page && ask.bind(null, page)),
      behaviour.policy,
    );
  };
}

/** The first whose pattern fits; the last one's fits everything. */
export function behaviourOf<T extends Pick<Behaviour, 'plan'>>(behaviours: readonly T[], path: string): T {
  const found = behaviours.find(({ plan }) => matches(plan.pattern.replace(/^\/?(?=[^*])/, '/'), path));
  if (found === undefined) throw new Error(`The distribution has no behaviour for ${path}.`);
  return found;
}

const seeFirst = async ({ viewerRequest }: Behaviour, request: Request) =>
  viewerRequest === undefined ? { request } : viewerRequest(request);

function createOrigins(
  { distribution, buckets }: Plan,
  apis: ReadonlyMap<string, HttpApi>,
  published: Published['page'],
): Ask {
  const sites = new Map([...buckets].map(([host, bucket]) => [host, createSite(bucket, published)]));
  return async (plan, request) => {
    const origin = distribution.origins.get(plan.origin);
    const site = sites.get(origin?.host ?? '');
    const api = apis.get(origin?.host ?? '');
    if (site !== undefined) return site(request, plan);
    if (api !== undefined && origin !== undefined) return api(forward(request, plan, origin));
    return textResponse(502, `The local run has no origin ${origin?.host}.`);
  };
}

/** What the distribution makes of an error: another status, or a page of its own that `ask` fetches. */
async function withError(
  response: Response,
  error: { readonly status: number; readonly page: string | undefined } | undefined,
  request: Request,
  ask: ((request: Request) => Promise<Response>) | undefined,
): Promise<Response> {
  if (error === undefined) return response;
  if (error.page === undefined || ask === undefined) return { ...response, status: error.status };
  const page = await ask({ ...request, method: 'GET', path: error.page });
  return page.status === 200 ? { ...page, status: error.status } : response;
}

/** Puts the headers of a policy on a response. */
export function withHeaders(response: Response, policy: ResponseHeadersPlan | undefined): Response {
  if (policy === undefined) return response;
  const headers = { ...response.headers };
  for (const name of policy.remove) delete headers[name];
  for (const { name, value, override } of policy.set) {
    if (override || headers[name] === undefined) headers[name] = value;
  }
  return { ...response, headers };
}
