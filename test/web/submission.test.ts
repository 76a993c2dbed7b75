import { describe, expect, it } from 'vitest';
import { randomKey, submissionOf } from '../../web/sign-in/submission.ts';

const flow = 'AAAAAAAAAAAAAAAAAAAAAA';
const unanswered = { flow, code: '123456', idempotencyKey: 'first' };
const second = () => 'second';

describe('a submission', () => {
  it('keeps its key when the very same is sent again after a lost answer', () => {
    expect(submissionOf(flow, '123456', unanswered, second)).toBe(unanswered);
  });

  it('gets a new key for another code, another flow, or after an answer', () => {
    expect(submissionOf(flow, '654321', unanswered, second).idempotencyKey).toBe('second');
    expect(submissionOf('BBBBBBBBBBBBBBBBBBBBBB', '123456', unanswered, second).idempotencyKey).toBe('second');
    expect(submissionOf(flow, '123456', undefined, second).idempotencyKey).toBe('second');
  });

  it('has a key of 128 random bits, base64url', () => {
    const keys = Array.from({ length: 200 }, randomKey);
    expect(new Set(keys).size).toBe(200);
    for (const key of keys) expect(key).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });
});
