import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { api } from '../../lambdas/http/api.ts';
import { parseBody, parseParams } from '../../lambdas/http/body.ts';
import { HttpProblem } from '../../lambdas/http/http-problem.ts';
import { eventOf } from '../harness/functions.ts';

const schema = api['POST /api/sign-in'].body;
const right = { identifier: 'anna', password: 'secret' };
const ROUTE = 'POST /api/sign-in';

const parse = (body: unknown, headers: Record<string, string | undefined> = {}) =>
  parseBody(eventOf(ROUTE, { body, headers }), schema);

function codeOf(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (error instanceof HttpProblem) return error.code;
    throw error;
  }
  return 'accepted';
}

describe('a body', () => {
  it('is what its schema says', () => {
    expect(parse(right)).toEqual(right);
    expect(parse(right, { 'content-type': 'Application/JSON; charset=utf-8' })).toEqual(right);
  });

  it('may come in base64', () => {
    const event = { ...eventOf(ROUTE, { body: right }), isBase64Encoded: true };
    expect(parseBody({ ...event, body: Buffer.from(JSON.stringify(right)).toString('base64') }, schema)).toEqual(right);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonp',
    '',
    undefined,
  ])('T58: of the type %o is refused: another site could send it', (type) => {
    expect(codeOf(() => parse(right, { 'content-type': type }))).toBe('unsupported-media-type');
  });

  it('T76: of more than 16 KB is refused before it is read', () => {
    const event = { ...eventOf(ROUTE, { body: right }), body: `{${' '.repeat(16 * 1024)}` };
    expect(codeOf(() => parseBody(event, schema))).toBe('payload-too-large');
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '"anna"',
    '42',
    'true',
    '{"identifier":"anna"}',
    '{}',
    '[[]]',
    '{"identifier":"anna","password":"x"} '.repeat(2),
  ])('T14: %o is not of the form', (text) => {
    expect(codeOf(() => parse(text))).toBe('invalid-request');
  });

  it('T14: no field of another type is taken for a text', () => {
    const others = fc.anything().filter((value) => typeof value !== 'string' && value !== undefined);
    fc.assert(
      fc.property(others, fc.constantFrom('identifier', 'password'), (value, field) => {
        const text = JSON.stringify({ ...right, [field]: value ?? null }, (_, inner) =>
          typeof inner === 'bigint' ? Number(inner) : inner,
        );
        expect(codeOf(() => parse(text))).toBe('invalid-request');
      }),
    );
  });

  it('T67: a field more is refused, whatever it is called', () => {
    for (const extra of ['role', 'account', 'status', 'triesLeft', 'expiresAt', '__proto__', 'constructor'])
      expect(codeOf(() => parse(`{"identifier":"anna","password":"x","${extra}":"admin"}`))).toBe('invalid-request');
  });

  it('T23: a password has 256 characters at most, however many bytes each has', () => {
    expect(parse({ ...right, password: '🗝'.repeat(256) }).password).toHaveLength(512);
    expect(codeOf(() => parse({ ...right, password: '🗝'.repeat(257) }))).toBe('invalid-request');
    expect(codeOf(() => parse({ ...right, password: 'x'.repeat(257) }))).toBe('invalid-request');
  });

  it('what is wrong is named by its field, and not quoted', () => {
    try {
      parse({ identifier: 'anna', password: 42 });
    } catch (error) {
      expect(error).toMatchObject({ errors: [{ field: 'password', message: expect.not.stringContaining('42') }] });
    }
    expect.assertions(1);
  });

  it('holds no half of a character where text is kept', () => {
    const ticket = { subject: 'a', category: 'other', priority: 'low', text: 'b', attachments: [] };
    const given = (field: object) => eventOf('POST /api/tickets', { body: { ...ticket, ...field } });
    const tried = [{}, { text: 'x\ud800' }, { subject: '\udfffx' }].map((field) =>
      codeOf(() => parseBody(given(field), api['POST /api/tickets'].body)),
    );
    expect(tried).toEqual(['accepted', 'invalid-request', 'invalid-request']);
  });
});

describe('what stands in the path', () => {
  const params = (ticket: string) =>
    parseParams({ ...eventOf('GET /api/tickets/{ticket}', {}), pathParameters: { ticket } });

  it('is an id', () => {
    expect(params('AAAAAAAAAAAAAAAAAAAA-_')).toEqual({ ticket: 'AAAAAAAAAAAAAAAAAAAA-_' });
    expect(parseParams(eventOf(ROUTE, {}))).toEqual({});
  });

  it.each(['', 'head', '..', 'A'.repeat(21), 'A'.repeat(23), `${'A'.repeat(21)}/`, `${'A'.repeat(22)}\n`])(
    'or names nothing: %o',
    (ticket) => expect(codeOf(() => params(ticket))).toBe('not-found'),
  );
});
