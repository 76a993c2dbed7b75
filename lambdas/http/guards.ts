import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { sameText } from '../auth/tokens.ts';
import { ORIGIN_SECRET_HEADER } from '../flows/environment.ts';
import { HttpProblem } from './http-problem.ts';

/** Refuses what did not come through CloudFront, whose headers alone tell the client's address. */
export function verifyOriginSecret(
  { headers }: Pick<APIGatewayProxyEventV2, 'headers'>,
  secrets: readonly string[],
): void {
  const sent = headers[ORIGIN_SECRET_HEADER] ?? '';
  // Every value is compared, so that the time tells nothing.
  const matches = secrets.filter((secret) => secret.length > 0 && sameText(secret, sent));
  if (matches.length === 0) throw new HttpProblem('origin-not-verified');
}

/**
 * Refuses what another site made a browser send (OWASP ASVS 5.0, 3.5.1). Browsers always say where a request that
 * changes something comes from; a client that says nothing is no browser and has no cookies to abuse.
 */
export function verifySameOrigin({ headers, requestContext }: APIGatewayProxyEventV2, origin: string): void {
  const { method } = requestContext.http;
  const safe = method === 'GET' || method === 'HEAD';
  const foreign = headers.origin !== undefined && headers.origin !== origin;
  const site = headers['sec-fetch-site'];
  const crossSite = site !== undefined && site !== 'same-origin' && !(safe && site === 'none');
  if (foreign || crossSite) throw new HttpProblem('foreign-origin');
}
