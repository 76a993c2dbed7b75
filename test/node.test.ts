import { expect, it } from 'vitest';

it('runs on Node 24.7 or newer, which brings argon2', () => {
  const [major = 0, minor = 0] = process.version.slice(1).split('.').map(Number);
  expect(major > 24 || (major === 24 && minor >= 7)).toBe(true);
});
