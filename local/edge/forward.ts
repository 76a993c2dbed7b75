import { randomUUID } from 'node:crypto';
import type { BehaviourPlan, Forwarding } from '../stack/distribution.ts';
import type { Request } from './exchange.ts';

/** Forwarded whatever the policy says, because they describe the body. */
const ALWAYS = ['content-type', 'content-encoding'];
const HOP_BY_HOP = /^(connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|proxy-.*|x-local-.*)$/;

/**
 * The request as CloudFront hands it to an origin: what the origin request policy lists, what CloudFront says of the
 * viewer, and the origin's own headers in place of anything a client sent under their names.
 */
export function forward(
  request: Request,
  behaviour: BehaviourPlan,
  origin: { readonly host: string; readonly path: string; readonly headers: Readonly<Record<string, string>> },
): Request {
  const { headers, cookies, query } = behaviour.request;
  const sent = Object.entries(request.headers).filter(([name]) => name !== 'cookie' && name !== 'host');
  const passes = (name: string) =>
    !HOP_BY_HOP.test(name) && !name.startsWith('cloudfront-') && (isListed(headers, name) || ALWAYS.includes(name));
  const cookie = forwardCookies(request.headers.cookie, cookies);
  return {
    ...request,
    path: `${origin.path}${request.path}`,
    query: forwardQuery(request.query, query),
    headers: {
      'user-agent': 'Amazon CloudFront',
      ...Object.fromEntries(sent.filter(([name]) => passes(name))),
      ...(cookie !== '' && { cookie }),
      ...viewerHeaders(request, headers),
      host: origin.host,
      via: '2.0 localhost (CloudFront)',
      'x-amz-cf-id': randomUUID(),
      'x-forwarded-for': [request.headers['x-forwarded-for'], addressOf(request.viewer)].filter(Boolean).join(', '),
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      ...origin.headers,
    },
  };
}

/** `192.0.2.7:4711` → `192.0.2.7` */
const addressOf = (viewer: string) => viewer.slice(0, viewer.lastIndexOf(':'));

function isListed({ which, names }: Forwarding, name: string): boolean {
  if (which === 'whitelist') return names.includes(name);
  if (which === 'allExcept') return !names.includes(name);
  return which.startsWith('all');
}

/** What CloudFront says of the viewer, as far as the policy asks for it. City, country and the like are known only if the test says them (`x-local-viewer-city: Utrecht`). */
function viewerHeaders(request: Request, { names }: Forwarding): Record<string, string> {
  const asked = names.filter((name) => name.startsWith('cloudfront-'));
  const known = { ...request.headers, 'x-local-viewer-address': request.viewer };
  return Object.fromEntries(
    asked.flatMap((name) => {
      const value = new Map(Object.entries(known)).get(name.replace('cloudfront-', 'x-local-'));
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function forwardCookies(cookie: string | undefined, forwarding: Forwarding): string {
  if (cookie === undefined || forwarding.which === 'all') return cookie ?? '';
  const isWanted = (pair: string) => isListed(forwarding, pair.split('=')[0]?.trim().toLowerCase() ?? '');
  return cookie.split(';').filter(isWanted).join(';').trim();
}

function forwardQuery(query: string, forwarding: Forwarding): string {
  if (query === '' || forwarding.which === 'all') return query;
  const isWanted = (pair: string) => isListed(forwarding, pair.split('=')[0]?.toLowerCase() ?? '');
  return query.split('&').filter(isWanted).join('&');
}
