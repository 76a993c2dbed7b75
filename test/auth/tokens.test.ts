import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { derive, hashToken, newId, newToken, parseKeyRing, pseudonym, sameText } from '../../lambdas/auth/tokens.ts';

const ring = { current: 'k1', keys: { k1: 'a'.repeat(64) } };

describe('tokens', () => {
  it('have 256 bits, ids 128', () => {
    expect(newToken(randomBytes)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(newId(randomBytes)).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });

  it('begin no id like an option of the command line', () => {
    expect(newId(() => Buffer.alloc(16, 0xfb))).toBe('__v7-_v7-_v7-_v7-_v7-w');
  });

  it('T06: a hundred thousand are all different', () => {
    expect(new Set(Array.from({ length: 100_000 }, () => newToken(randomBytes))).size).toBe(100_000);
  });

  it('are kept as a hash that is no token of its own', () => {
    const token = newToken(randomBytes);
    expect(hashToken(token)).not.toBe(token);
    expect(hashToken(hashToken(token))).not.toBe(hashToken(token));
  });
});

describe('the key ring', () => {
  it('is read from its secret', () => {
    expect(parseKeyRing('{"current":"k2","k1":"one","k2":"two"}')).toEqual({
      current: 'k2',
      keys: { k1: 'one', k2: 'two' },
    });
  });

  it.each([
    ['no JSON', 'k1 = super-secret-material'],
    ['nothing', ''],
    ['null', 'null'],
    ['no current key', '{"k1":"super-secret-material"}'],
    ['a current key that is missing', '{"current":"k2","k1":"super-secret-material"}'],
    ['an empty key', '{"current":"k1","k1":""}'],
    ['a key that is no text', '{"current":"k1","k1":42}'],
  ])('of another form is refused, and not quoted: %s', (_, text) => {
    expect(() => parseKeyRing(text)).toThrow(/^The secret with the keys/);
    try {
      parseKeyRing(text);
    } catch (error) {
      expect(String(error)).not.toContain('super-secret');
    }
  });
});

describe('what is derived', () => {
  it('is another for every purpose', () => {
    const purposes = ['sign-in-code', 'session', 'known-browser', 'pseudonym'] as const;
    const derived = purposes.map((purpose) => derive(ring, 'k1', purpose, ['x'])?.toString('hex'));
    expect(new Set(derived).size).toBe(purposes.length);
  });

  it('does not exist without its key', () => {
    expect(derive(ring, 'k0', 'session', ['x'])).toBeUndefined();
  });
});

describe('a pseudonym', () => {
  it('stays the same when a key is added', () => {
    const added = { current: 'k2', keys: { ...ring.keys, k2: 'b'.repeat(64) } };
    expect(pseudonym(added, 'address', '192.0.2.1')).toBe(pseudonym(ring, 'address', '192.0.2.1'));
  });

  it('tells nothing of its value, and one kind nothing of another', () => {
    const made = pseudonym(ring, 'address', '192.0.2.1');
    expect(made).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(made).not.toBe(pseudonym(ring, 'pair', '192.0.2.1'));
    expect(made).not.toBe(pseudonym({ current: 'k1', keys: { k1: 'c'.repeat(64) } }, 'address', '192.0.2.1'));
  });
});

it('texts are the same only when they are, whatever their length', () => {
  expect(sameText('secret', 'secret')).toBe(true);
  for (const other of ['Secret', 'secre', 'secrets', '', 'secret\u0000']) expect(sameText('secret', other)).toBe(false);
});
