import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { functions } from '../lambdas/flows.ts';
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

  it('objects have the keys that are named, and no others', () => {
    const objects = [...JSON.stringify(document.paths).matchAll(/"type":"object"[^{}]*\{/g)];
    expect(objects.length).toBeGreaterThan(0);
    const closed = JSON.stringify(document.paths).match(/"additionalProperties":false/g) ?? [];
    expect(closed).toHaveLength(objects.length);
  });

  it('a repeat is safe where that is said', () => {
    const named = operations.filter(({ operation }) => JSON.stringify(operation).includes('Idempotency-Key'));
    expect(named.map(({ key }) => key)).toEqual([
      'POST /api/sign-in/code',
      'POST /api/recovery/password',
      'POST /api/account/confirmation/code',
      'PUT /api/account/password',
      'POST /api/account/email/code',
      'POST /api/account/phone/code',
      'POST /api/account/phone/removal',
      'POST /api/not-me',
    ]);
  });
});
