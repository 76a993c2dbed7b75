import { describe, expect, it } from 'vitest';
import { COST, DECOY_HASH, hashPassword, needsRehash, verifyPassword } from '../../lambdas/auth/passwords.ts';
import { repeatable } from '../harness/people.ts';

const QUICK = { memoryKibibytes: 64, passes: 1, lanes: 1 };
const hash = (password: string) => hashPassword(password, repeatable(), QUICK);

describe('a password', () => {
  it('is hashed with argon2id, 19 MiB, two passes, one lane, as a PHC string', () => {
    const made = hashPassword('Grachtenpand 1642', repeatable());
    expect(made).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(verifyPassword('Grachtenpand 1642', made)).toBe(true);
    expect(verifyPassword('Grachtenpand 1643', made)).toBe(false);
  });

  it('is hashed under a new salt each time', () => {
    const random = repeatable();
    expect(hashPassword('same', random, QUICK)).not.toBe(hashPassword('same', random, QUICK));
  });

  it.each([
    ['64 code points', 'x'.repeat(64)],
    ['128 code points', 'y'.repeat(128)],
    ['256 code points', 'z'.repeat(256)],
    ['256 emoji', '🗝️'.repeat(128)],
    ['spaces around it', '  between spaces  '],
    ['a NUL', 'before\u0000after'],
  ])('T23: counts whole, with %s', (_, password) => {
    const made = hash(password);
    expect(verifyPassword(password, made)).toBe(true);
    expect(verifyPassword(password.slice(0, -1), made)).toBe(false);
    expect(verifyPassword(`${password} `, made)).toBe(false);
    expect(verifyPassword(password.trimStart(), made)).toBe(password.trimStart() === password);
  });

  it('T23: two that are the same in their first 72 bytes are two', () => {
    const start = 'a'.repeat(72);
    expect(verifyPassword(`${start}b`, hash(`${start}c`))).toBe(false);
    expect(verifyPassword(start, hash(`${start}c`))).toBe(false);
  });

  it('T23: is the same however its accents are composed, and not the same in another case or width', () => {
    const made = hash('Cr\u00e8me br\u00fbl\u00e9e');
    expect(verifyPassword('Cre\u0300me bru\u0302le\u0301e', made)).toBe(true);
    expect(verifyPassword('cr\u00e8me br\u00fbl\u00e9e', made)).toBe(false);
    expect(verifyPassword('Ｃr\u00e8me br\u00fbl\u00e9e', made)).toBe(false);
  });
});

describe('the decoy', () => {
  it('costs what every password costs', () => {
    expect(DECOY_HASH).toContain(`$m=${COST.memoryKibibytes},t=${COST.passes},p=${COST.lanes}$`);
  });

  it('is the hash of none', () => {
    for (const password of ['', 'password', 'A'.repeat(22)]) expect(verifyPassword(password, DECOY_HASH)).toBe(false);
  });
});

describe('a hash', () => {
  it('made with less is due for replacement; one with as much or more is not', () => {
    expect(needsRehash(hash('x'))).toBe(true);
    expect(needsRehash(hash('x'), QUICK)).toBe(false);
    expect(needsRehash(hash('x'), { ...QUICK, passes: 2 })).toBe(true);
    expect(needsRehash(DECOY_HASH)).toBe(false);
  });

  it.each(['', 'plain', '$2b$10$abcdefghijklmnopqrstuv', '$argon2i$v=19$m=64,t=1,p=1$YWFh$YWFh'])(
    'of another form is a bug, not a wrong password: %s',
    (malformed) => {
      expect(() => verifyPassword('x', malformed)).toThrow('not an argon2id PHC string');
    },
  );
});
