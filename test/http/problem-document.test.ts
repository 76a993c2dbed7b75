import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Refusal, type RefusalCode } from '../../lambdas/auth/refusal.ts';
import { Outage } from '../../lambdas/aws/outage.ts';
import { HttpProblem } from '../../lambdas/http/http-problem.ts';
import { problemDocument } from '../../lambdas/http/problem-document.ts';
import { type ProblemCode, problems } from '../../lambdas/http/problems.ts';

const printed: string[] = [];

beforeEach(() => {
  printed.length = 0;
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    printed.push(String(line));
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const headers = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
const documentOf = (code: ProblemCode, facts: object = {}) =>
  JSON.stringify({ type: 'about:blank', title: problems[code].title, status: problems[code].status, code, ...facts });

const ofRules: Readonly<Record<RefusalCode, number>> = {
  'sign-in-refused': 401,
  'code-refused': 401,
  'password-wrong': 401,
  'signed-out': 401,
  'confirmation-needed': 403,
  'factor-closed': 403,
  'phone-needed': 403,
  'flow-mismatch': 409,
  'address-unchanged': 409,
  'address-taken': 409,
  'channel-unavailable': 409,
  'flow-ended': 410,
  'invitation-ended': 410,
  'link-ended': 410,
  'code-expired': 410,
  'email-invalid': 422,
  'phone-invalid': 422,
  'phone-country-refused': 422,
  'password-refused': 422,
  'too-many-attempts': 429,
  'send-too-soon': 429,
  'no-sends-left': 429,
  'approval-waiting': 409,
  'approval-refused': 403,
  'approval-ended': 410,
  'sign-in-closed': 403,
  'nonce-needed': 401,
  'proof-refused': 401,
  'phone-unknown': 401,
  'phone-locked': 403,
  'phones-full': 409,
  'pin-wrong': 401,
  'fingerprint-refused': 401,
  'frame-refused': 410,
  'enrolment-ended': 410,
  'number-wrong': 410,
  'push-refused': 422,
  'ticket-not-found': 404,
  'ticket-closed': 409,
  'ticket-changed': 409,
  'ticket-full': 409,
  'attachment-refused': 422,
  'attachment-missing': 404,
  'puzzle-wrong': 403,
  'not-allowed': 403,
  'temporarily-unavailable': 503,
};

describe('a refusal is answered with its code and status', () => {
  it.each(Object.entries(ofRules))('%s: %i', (code, status) => {
    const known = Object.keys(ofRules).find((each): each is RefusalCode => each === code);
    if (!known) throw new Error(code);
    expect(problemDocument(new Refusal(known))).toEqual({ statusCode: status, headers, body: documentOf(known) });
  });

  it('and with what it tells', () => {
    expect(problemDocument(new Refusal('code-refused', { triesLeft: 2 })).body).toBe(
      documentOf('code-refused', { triesLeft: 2 }),
    );
    expect(problemDocument(new Refusal('signed-out', { reason: 'idle' })).body).toBe(
      documentOf('signed-out', { reason: 'idle' }),
    );
  });

  it('a wait is in the document and in Retry-After', () => {
    expect(problemDocument(new Refusal('too-many-attempts', { retryAfterSeconds: 8 }))).toEqual({
      statusCode: 429,
      headers: { ...headers, 'retry-after': '8' },
      body: documentOf('too-many-attempts', { retryAfterSeconds: 8 }),
    });
  });

  it('a request that is not of the form names the fields', () => {
    const errors = [{ field: 'password', message: 'too long' }];
    expect(problemDocument(new HttpProblem('invalid-request', errors))).toEqual({
      statusCode: 400,
      headers,
      body: documentOf('invalid-request', { errors }),
    });
  });

  it('is counted, once; that nobody is signed in is not', () => {
    problemDocument(new Refusal('signed-out', { reason: 'none' }));
    expect(printed).toEqual([]);
    problemDocument(new Refusal('sign-in-refused'));
    expect(printed.map((line) => JSON.parse(line).Refusals)).toEqual([1]);
  });
});

describe('a dependency that failed', () => {
  const named = (name: string) => Object.assign(new Error('inner secret'), { name });
  const cancelled = (Code: string) =>
    new TransactionCanceledException({ message: 'x', $metadata: {}, CancellationReasons: [{ Code }] });

  it.each([
    ['an outage of ours', new Outage('inner secret', undefined)],
    ['throttling', named('ThrottlingException')],
    ['throughput', named('ProvisionedThroughputExceededException')],
    ['an internal error', named('InternalServerError')],
    ['a timeout', named('TimeoutError')],
    ['a reset', Object.assign(new Error('inner secret'), { code: 'ECONNRESET' })],
    ['a fault of the server', Object.assign(new Error('inner secret'), { $fault: 'server' })],
    ['a conflict to the end', cancelled('TransactionConflict')],
  ])('is answered 503 with a wait, logged, and not told: %s', (_, error) => {
    expect(problemDocument(error)).toEqual({
      statusCode: 503,
      headers: { ...headers, 'retry-after': '2' },
      body: documentOf('temporarily-unavailable', { retryAfterSeconds: 2 }),
    });
    expect(printed).toHaveLength(1);
  });
});

describe('a bug', () => {
  it.each([
    ['an error', new TypeError('secret detail')],
    ['a request that we made wrongly', Object.assign(new Error('secret detail'), { name: 'ValidationException' })],
    ['what is no error', 'secret detail'],
    ['nothing', undefined],
  ])('is a bare 500, and logged whole in one line: %s', (_, error) => {
    expect(problemDocument(error)).toEqual({ statusCode: 500, headers, body: documentOf('internal-error') });
    expect(printed).toHaveLength(1);
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({ level: 'ERROR', message: 'A request failed.' });
  });
});
