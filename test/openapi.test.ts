import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { functions } from '../lambdas/flows.ts';
import type { ApiRoute } from '../lambdas/http/api/route.ts';
import { api } from '../lambdas/http/api.ts';
import { openapi, openapiText } from '../scripts/openapi.ts';

const document = openapi();
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ key: `${method.toUpperCase()} ${path}`, operation })),
);

it('openapi.json is what `npm run openapi` writes', () => {
  expect(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8')).toBe(openapiText());
});

describe('the document', () => {
  it('describes every route of every function and no other', () => {
    const routes = Object.values(functions).flatMap((spec) => ('routes' in spec ? Object.keys(spec.routes) : []));
    expect(operations.map(({ key }) => key).toSorted()).toEqual(routes.toSorted());
  });

  it('is of the form of OpenAPI 3.1', () => {
    expect(document).toMatchObject({
      openapi: expect.stringMatching(/^3\.1\.\d+$/),
      info: { title: expect.any(String), version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
    });
    for (const { operation } of operations)
      expect(operation).toMatchObject({
        operationId: expect.stringMatching(/^[a-z][A-Za-z]+$/),
        summary: expect.any(String),
        responses: expect.any(Object),
      });
    expect(new Set(operations.map(({ operation }) => Object(operation).operationId)).size).toBe(operations.length);
  });

  it('every answer is described, every status is one, every reference leads somewhere', () => {
    for (const { operation } of operations)
      for (const [status, answer] of Object.entries(Object(operation).responses)) {
        expect(status).toMatch(/^[2-5]\d\d$/);
        expect(answer).toMatchObject({ description: expect.stringMatching(/./) });
      }
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target);
    expect(new Set(references)).toEqual(new Set(['#/components/schemas/Problem']));
    expect(document.components.schemas.Problem.type).toBe('object');
  });

  it('objects have the keys that are named, and no others, but for what browsers and buckets make', () => {
    const open = operations.filter(({ operation }) => hasOpenObject(operation)).map(({ key }) => key);
    expect(open).toEqual([
      'POST /api/phone/keys',
      'POST /api/phone/decision',
      'PUT /api/phone/pin',
      'PUT /api/phone/fingerprint',
      'POST /api/account/data',
      'POST /api/tickets/attachments',
      'POST /api/help/attachments',
      'POST /api/help/ticket/uploads',
    ]);
  });

  it('a repeat is safe where that is said', () => {
    const named = operations.filter(({ operation }) => JSON.stringify(operation).includes('Idempotency-Key'));
    const keys = Object.entries<ApiRoute>(api).filter(([, { idempotent }]) => idempotent);
    expect(named.map(({ key }) => key).toSorted()).toEqual(keys.map(([key]) => key).toSorted());
    expect(named.length).toBeGreaterThan(10);
  });

  it('a phone proves each request where that is said, and what is in braces is described', () => {
    const proved = operations.filter(({ operation }) => JSON.stringify(operation).includes('"name":"DPoP"'));
    expect(proved.every(({ key }) => key.includes(' /api/phone'))).toBe(true);
    expect(proved.length).toBe(9);
    for (const { key, operation } of operations)
      for (const [, name] of key.matchAll(/\{(\w+)\}/g))
        expect(Object(operation).parameters).toContainEqual(expect.objectContaining({ name, in: 'path' }));
  });
});

/** Whether somewhere in it an object may have other keys than those named. */
function hasOpenObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { type, additionalProperties } = Object(value);
  const isOpen = type === 'object' && additionalProperties !== false;
  return isOpen || Object.values(value).some(hasOpenObject);
}
