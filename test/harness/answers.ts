import { expect } from 'vitest';
import type * as z from 'zod/mini';
import { api } from '../../lambdas/http/api.ts';
import { type ProblemCode, problems } from '../../lambdas/http/problems.ts';

/** What any route may answer: the request did not get as far as the rules. */
const ALWAYS: readonly ProblemCode[] = [
  'foreign-origin',
  'origin-not-verified',
  'internal-error',
  'temporarily-unavailable',
  'invalid-request',
  'payload-too-large',
  'unsupported-media-type',
];

/** Holds an answer against `http/api.ts`: these keys and no others, and only the problems that are documented. */
export function expectDocumented(routeKey: string, status: number, body: string | undefined): void {
  const route = Object.entries(api).find(([key]) => key === routeKey)?.[1];
  if (!route) return;
  if (status === 204) expect(body).toBeUndefined();
  else if (status === 200)
    expectSchema('200' in route.answers ? route.answers[200] : undefined, JSON.parse(body ?? ''));
  else expectProblem([...route.problems, ...ALWAYS], status, JSON.parse(body ?? ''));
}

function expectSchema(schema: z.ZodMiniType | undefined, body: unknown): void {
  expect(schema?.safeParse(body)).toMatchObject({ success: true });
}

function expectProblem(documented: readonly ProblemCode[], status: number, body: unknown): void {
  const codes = documented.filter((code) => problems[code].status === status);
  expect(codes).toContain(Object(body).code);
  expect(body).toMatchObject({ type: 'about:blank', status, title: expect.any(String) });
}
