import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CodeName, deriveCode } from '../../lambdas/auth/codes.ts';

const ring = { current: 'k1', keys: { k1: 'a'.repeat(64), k2: 'b'.repeat(64) } };
const name: CodeName = {
  purpose: 'sign-in-code',
  row: 'flow-1',
  account: 'account-1',
  epoch: 'epoch-1',
  keyId: 'k1',
  counter: 1,
  digits: 6,
};

const text = fc.string({ maxLength: 12 });
const names = fc.record({
  purpose: fc.constant('sign-in-code' as const),
  row: text,
  account: text,
  epoch: text,
  keyId: fc.constantFrom('k1', 'k2'),
  counter: fc.integer({ min: 1, max: 5 }),
  digits: fc.constant(6),
});

describe('a one-time code', () => {
  it('is the same for the same name, and has six digits, leading zeros kept', () => {
    fc.assert(
      fc.property(names, (any) => {
        expect(deriveCode(ring, any)).toMatch(/^[0-9]{6}$/);
        expect(deriveCode(ring, { ...any })).toBe(deriveCode(ring, any));
      }),
    );
  });

  it('does not exist at counter 0 or below', () => {
    expect(deriveCode(ring, { ...name, counter: 0 })).toBeUndefined();
    expect(deriveCode(ring, { ...name, counter: -1 })).toBeUndefined();
  });

  it('does not exist when its key is gone', () => {
    expect(deriveCode({ current: 'k2', keys: { k2: ring.keys.k2 } }, name)).toBeUndefined();
  });

  it('stays the same when a key is added', () => {
    const added = { current: 'k3', keys: { ...ring.keys, k3: 'c'.repeat(64) } };
    expect(deriveCode(added, name)).toBe(deriveCode(ring, name));
  });

  it.each<Partial<CodeName>>([
    { row: 'flow-2' },
    { account: 'account-2' },
    { epoch: 'epoch-2' },
    { keyId: 'k2' },
    { counter: 2 },
  ])('is another with %o', (change) => {
    const wide = { ...name, digits: 18 };
    expect(deriveCode(ring, { ...wide, ...change })).not.toBe(deriveCode(ring, wide));
  });

  it('no two names have the same derivation, however their parts are cut', () => {
    const wide = (any: CodeName) => deriveCode(ring, { ...any, digits: 18 });
    fc.assert(
      fc.property(names, names, (a, b) => {
        fc.pre(JSON.stringify(a) !== JSON.stringify(b));
        expect(wide(a)).not.toBe(wide(b));
      }),
    );
    expect(wide({ ...name, row: 'ab', account: 'c' })).not.toBe(wide({ ...name, row: 'a', account: 'bc' }));
    expect(wide({ ...name, row: '","', account: '' })).not.toBe(wide({ ...name, row: '', account: '","' }));
  });

  it('T06: codes are spread evenly over their range and over each digit', { timeout: 60_000 }, () => {
    const codes = Array.from({ length: 100_000 }, (_, index) => {
      const row = createHash('sha256').update(String(index)).digest('base64url');
      return deriveCode(ring, { ...name, row }) ?? '';
    });
    const spread = (classes: number, of: (code: string) => number) => chiSquare(codes.map(of), classes);
    expect(spread(1000, (code) => Number(code) % 1000)).toBeLessThan(LIMIT_999);
    expect(spread(1000, (code) => Math.floor(Number(code) / 1000))).toBeLessThan(LIMIT_999);
    for (const place of [0, 1, 2, 3, 4, 5]) expect(spread(10, (code) => Number(code[place]))).toBeLessThan(LIMIT_9);
  });
});

/** Chi-square at p = 0.0001, with 999 and with 9 degrees of freedom: names are fixed, so this never flickers. */
const LIMIT_999 = 1173;
const LIMIT_9 = 33.7;

function chiSquare(values: readonly number[], classes: number): number {
  const counts = new Array<number>(classes).fill(0);
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  const expected = values.length / classes;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
