import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { api } from '../lambdas/http/api.ts';
import { type ProblemCode, problems } from '../lambdas/http/problems.ts';

/** `npm run openapi`: writes `openapi.json` from the schemas that requests are parsed with and the table of problems. */
const FILE = new URL('../openapi.json', import.meta.url);

/** What every route may answer, besides its own; and those that take a body. */
const ALWAYS: readonly ProblemCode[] = [
  'foreign-origin',
  'origin-not-verified',
  'internal-error',
  'temporarily-unavailable',
];
const WITH_PARAMS: readonly ProblemCode[] = ['not-found'];
const WITH_QUERY: readonly ProblemCode[] = ['invalid-request'];
const WITH_BODY: readonly ProblemCode[] = ['invalid-request', 'payload-too-large', 'unsupported-media-type'];

interface Route {
  readonly summary: string;
  readonly body?: z.core.$ZodType;
  readonly query?: z.core.$ZodType;
  readonly idempotent?: boolean;
  readonly proof?: boolean;
  readonly answers: Readonly<Record<number, z.core.$ZodType | null>>;
  readonly problems: readonly ProblemCode[];
}

/** The document, as an object. */
export function openapi() {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return {
    openapi: '3.1.1',
    info: {
      title: 'Gatehouse',
      version,
      description:
        'Sign-in, as the pages of the portal use it. Cookies carry flow and session; every request comes from the portal’s own origin.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'The portal’s own origin.' }],
    paths: paths(),
    components: { schemas: { Problem: problemSchema() } },
  };
}

function paths() {
  const found: Record<string, Record<string, unknown>> = {};
  for (const [key, route] of Object.entries<Route>(api)) {
    const [method = '', path = ''] = key.split(' ');
    found[path] = { ...found[path], [method.toLowerCase()]: operation(key, route) };
  }
  return found;
}

function operation(key: string, route: Route) {
  const refused = route.body ? WITH_BODY : route.query ? WITH_QUERY : [];
  const named = inPath(key).length > 0 ? WITH_PARAMS : [];
  const codes = [...route.problems, ...named, ...ALWAYS, ...refused];
  const parameters = [
    ...inPath(key),
    ...(route.query ? inQuery(route.query) : []),
    ...(route.proof ? [PROOF] : []),
    ...(route.idempotent ? [IDEMPOTENCY_KEY] : []),
  ];
  return {
    operationId: operationId(key),
    summary: route.summary,
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } },
    }),
    responses: { ...answers(route), ...refusals(codes) },
  };
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The caller’s name for this request: a repeat after a lost answer gets the same one.',
  schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{16,64}$' },
};

const PROOF = {
  name: 'DPoP',
  in: 'header',
  required: true,
  description: 'The phone’s proof, a compact JWS: see docs/personal-mobile.md.',
  schema: { type: 'string' },
};

/** `/api/tickets/{ticket}` → `ticket`. */
const inPath = (key: string) =>
  [...key.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));

function inQuery(query: z.core.$ZodType) {
  const { properties = {}, required = [] } = schemaOf(query, 'input');
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

/** `POST /api/sign-in/code` → `postSignInCode`. */
function operationId(key: string): string {
  const [method = '', path = ''] = key.split(' ');
  const words = path.replace('/api/', '').match(/\w+/g) ?? [];
  return [method.toLowerCase(), ...words.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('');
}

function answers(route: Route) {
  const described = Object.entries(route.answers).map(([status, schema]) => [
    status,
    schema === null
      ? { description: 'Done.' }
      : { description: 'Done.', content: { 'application/json': { schema: schemaOf(schema, 'output') } } },
  ]);
  return Object.fromEntries(described);
}

/** By status, the codes that may come with it. */
function refusals(codes: readonly ProblemCode[]) {
  const statuses = [...new Set(codes.map((code) => problems[code].status))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => {
      const these = codes.filter((code) => problems[code].status === status);
      const schema = {
        allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: these } } }],
      };
      const description = these.map((code) => `\`${code}\`: ${problems[code].title}`).join('\n');
      return [status, { description, content: { 'application/problem+json': { schema } } }];
    }),
  );
}

function problemSchema() {
  return {
    description: 'A refusal (RFC 9457). Translate by `code`, which stays; `title` is for developers.',
    type: 'object',
    required: ['type', 'title', 'status', 'code'],
    properties: {
      type: { const: 'about:blank' },
      title: { type: 'string' },
      status: { type: 'integer' },
      code: { enum: Object.keys(problems) },
      retryAfterSeconds: { type: 'integer', description: 'As in the header Retry-After.' },
      triesLeft: { type: 'integer', description: 'With `code-refused`.' },
      reason: { enum: ['none', 'idle', 'expired', 'ended'], description: 'With `signed-out`.' },
      errors: {
        description: 'With `invalid-request`.',
        type: 'array',
        items: {
          type: 'object',
          required: ['field', 'message'],
          properties: { field: { type: 'string' }, message: { type: 'string' } },
        },
      },
    },
  };
}

function schemaOf(schema: z.core.$ZodType, io: 'input' | 'output') {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}

/** The text of the file. */
export const openapiText = (): string => `${JSON.stringify(openapi(), undefined, 2)}\n`;

if (import.meta.main) writeFileSync(FILE, openapiText());
