import type { HttpApi } from '../api/http-api.ts';
import type { BehaviourPlan } from '../stack/distribution.ts';
import { matches } from '../stack/pages.ts';
import type { Plan } from '../stack/plan.ts';
import type { ResponseHeadersPlan } from '../stack/response-headers.ts';
import { type Request, type Response, textResponse } from './exchange.ts';
import { forward } from './forward.ts';
import { createSite } from './site.ts';
import { createViewerFunction } from './viewer-function.ts';

/** The distribution: finds the behaviour, runs its function, asks its origin, and puts its headers on whatever comes back. */
export type Edge = (request: Request) => Promise<Response>;

export function createEdge({ distribution, buckets, responseHeaders }: Plan, apis: ReadonlyMap<string, HttpApi>): Edge {
  const sites = new Map([...buckets].map(([host, bucket]) => [host, createSite(bucket)]));
  const behaviours = distribution.behaviours.map((plan) => ({
    plan,
    viewerRequest: plan.viewerRequest === undefined ? undefined : createViewerFunction(plan.viewerRequest),
    policy: responseHeaders.get(plan.responseHeaders ?? ''),
  }));
  const behaviourOf = (path: string) =>
    behaviours.find(({ plan }) => matches(plan.pattern.replace(/^\/?(?=[^*])/, '/'), path)) ?? behaviours.at(-1);

  async function ask(plan: BehaviourPlan, request: Request): Promise<Response> {
    const origin = distribution.origins.get(plan.origin);
    const site = sites.get(origin?.host ?? '');
    const api = apis.get(origin?.host ?? '');
    if (site !== undefined) return site(request, plan);
    if (api !== undefined && origin !== undefined) return api(forward(request, plan, origin));
    return textResponse(502, `The local run has no origin ${origin?.host}.`);
  }

  /** An error that the distribution replaces by a page of its own. */
  async function withErrorPage(request: Request, response: Response): Promise<Response> {
    const error = distribution.errors.get(response.status);
    if (error === undefined) return response;
    if (error.page === undefined) return { ...response, status: error.status };
    const behaviour = behaviourOf(error.page);
    if (behaviour === undefined) return response;
    const page = await ask(behaviour.plan, { ...request, method: 'GET', path: error.page });
    return page.status === 200 ? { ...page, status: error.status } : response;
  }

  return async (viewed) => {
    const behaviour = behaviourOf(viewed.path);
    if (behaviour === undefined) return textResponse(502, 'The distribution has no behaviour for this path.');
    const { plan, viewerRequest, policy } = behaviour;
    const finish = (response: Response) => withHeaders(response, policy);
    if (!plan.methods.includes(viewed.method)) return finish(textResponse(403, 'This method is not allowed here.'));
    const root = distribution.rootObject;
    const rooted = viewed.path === '/' && root !== '' ? { ...viewed, path: `/${root}` } : viewed;
    const outcome = viewerRequest === undefined ? { request: rooted } : await viewerRequest(rooted);
    if ('response' in outcome) return finish(outcome.response);
    return finish(await withErrorPage(outcome.request, await ask(plan, outcome.request)));
  };
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
