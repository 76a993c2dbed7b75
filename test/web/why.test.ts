import { expect, it } from 'vitest';
import { reasonIn } from '../../web/sign-in/why.ts';

it.each(['idle', 'expired', 'ended', 'signed-out'])('the reason %s is explained', (reason) => {
  expect(reasonIn(`?why=${reason}`)).toBe(reason);
});

it.each(['', '?why=', '?why=none', '?why=toString', '?why=__proto__', '?why=%3Cb%3E', '?other=idle'])(
  'T60: nothing else in an address is: "%s"',
  (query) => {
    expect(reasonIn(query)).toBeUndefined();
  },
);
