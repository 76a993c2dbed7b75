import { describe, expect, it } from 'vitest';
import { randomKey, submissionOf } from '../../web/shared/submission.ts';

const body = { flow: 'AAAAAAAAAAAAAAAAAAAAAA', code: '123456' };
const unanswered = { body, idempotencyKey: 'first' };
const second = () => 'second';

describe('a submission', () => {
  it('keeps its key when the very same is sent again after a lost answer', () => {
    expect(submissionOf({ ...body }, unanswered, second)).toBe(unanswered);
  });

  it('gets a new key when anything of it differs, or after an answer', () => {
    expect(submissionOf({ ...body, code: '654321' }, unanswered, second).idempotencyKey).toBe('second');
    expect(submissionOf({ ...body, flow: 'B' }, unanswered, second).idempotencyKey).toBe('second');
    expect(submissionOf(body, undefined, second)).toEqual({ body, idempotencyKey: 'second' });
  });

  it('has a key of 128 random bits, base64url', () => {
    const keys = Array.from({ length: 200 }, randomKey);
    expect(new Set(keys).size).toBe(200);
    for (const key of keys) expect(key).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });
});
