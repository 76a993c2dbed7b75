import { describe, expect, it } from 'vitest';
import { Cookies, setCookie } from '../../lambdas/http/cookies.ts';

const id = 'i'.repeat(22);
const secret = 's'.repeat(43);
const made = [
  setCookie.flow({ id, secret }, 1200),
  setCookie.session({ id, secret }),
  setCookie.known('abcdefghijkl', secret, 60),
  setCookie.noFlow,
  setCookie.noSession,
];

describe('T56: every cookie', () => {
  it.each(made)('%s', (cookie) => {
    const [pair = '', ...attributes] = cookie.split('; ');
    expect(pair).toMatch(/^__Host-[a-z-]+[A-Za-z]*=/);
    expect(attributes.filter((each) => !each.startsWith('Max-Age='))).toEqual([
      'Path=/',
      'Secure',
      'HttpOnly',
      'SameSite=Strict',
    ]);
  });

  it('lasts as long as what it belongs to', () => {
    const age = (cookie: string) => /Max-Age=(\d+)/.exec(cookie)?.[1];
    expect(made.map(age)).toEqual(['1200', undefined, '60', '0', '0']);
  });
});

describe('cookies that come', () => {
  it('are read as they were set', () => {
    const pairs = made.slice(0, 3).map((cookie) => cookie.split(';')[0] ?? '');
    const cookies = new Cookies(['theme=dark', ...pairs]);
    expect(cookies.flow).toEqual({ id, secret });
    expect(cookies.session).toEqual({ id, secret });
    expect(cookies.known('abcdefghijkl')).toBe(secret);
    expect(cookies.known('lkjihgfedcba')).toBeUndefined();
  });

  it.each([
    ['no value', '__Host-flow='],
    ['no secret', `__Host-flow=${id}`],
    ['a short id', `__Host-flow=${id.slice(1)}.${secret}`],
    ['a long secret', `__Host-flow=${id}.${secret}s`],
    ['two dots', `__Host-flow=${id}.${secret}.`],
    ['quotes', `__Host-flow="${id}.${secret}"`],
    ['another alphabet', `__Host-flow=${id}.${'+'.repeat(43)}`],
    ['another name', `flow=${id}.${secret}`],
    ['the name in another case', `__host-flow=${id}.${secret}`],
  ])('with %s are none', (_, pair) => {
    expect(new Cookies([pair]).flow).toBeUndefined();
  });

  it('T26: a name that comes twice counts as not sent', () => {
    const pair = `__Host-session=${id}.${secret}`;
    expect(new Cookies([pair, `__Host-session=${id}.${'t'.repeat(43)}`]).session).toBeUndefined();
    expect(new Cookies([pair, pair]).session).toBeUndefined();
  });
});
