import { expect, test } from 'vitest';
import { fill } from '../../lambdas/notify/fill.ts';

test('a value that looks like a place stays as it is', () => {
  expect(fill('{portal}: {code}', { portal: '{code}', code: '1' })).toBe('{code}: 1');
});

test('a place without a value is a bug, also if every object has such a property', () => {
  expect(() => fill('Hello {name}', {})).toThrow('No value for {name} in "Hello {name}"');
  expect(() => fill('{constructor}', {})).toThrow('No value');
});
