import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Refusal, type RefusalFacts } from '../auth/refusal.ts';
import { isOutage } from '../aws/outage.ts';
import { countMetric, log } from '../log.ts';
import { type FieldError, HttpProblem } from './http-problem.ts';
import { type ProblemCode, problems } from './problems.ts';

const OUTAGE_RETRY_SECONDS = 2;

/** The answer to a failed request (RFC 9457). What is no refusal is logged whole and told as little as possible. */
export function problemDocument(error: unknown): APIGatewayProxyStructuredResultV2 {
  if (error instanceof Refusal) {
    // Every page asks who is signed in; that nobody is, is no event.
    if (error.code !== 'signed-out') countMetric('Refusals');
    return answer(error.code, error.facts);
  }
  if (error instanceof HttpProblem) return answer(error.code, { errors: error.errors });
  if (isOutage(error)) {
    log.error('A dependency failed.', error);
    return answer('temporarily-unavailable', { retryAfterSeconds: OUTAGE_RETRY_SECONDS });
  }
  log.error('A request failed.', error);
  return answer('internal-error', {});
}

function answer(
  code: ProblemCode,
  facts: RefusalFacts & { readonly errors?: readonly FieldError[] | undefined },
): APIGatewayProxyStructuredResultV2 {
  const { status, title } = problems[code];
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(facts.retryAfterSeconds !== undefined && { 'retry-after': String(facts.retryAfterSeconds) }),
    },
    body: JSON.stringify({ type: 'about:blank', title, status, code, ...facts }),
  };
}
