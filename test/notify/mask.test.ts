import { expect, test } from 'vitest';
import { maskEmail, maskPhone } from '../../lambdas/notify/mask.ts';
import { mayText } from '../../lambdas/notify/may-text.ts';

test.each([
  ['anna@example.org', 'a•••@e•••.org'],
  ['a@x.org', 'a•••@x•••.org'],
  ['anna.van.den.berg@mail.example.co.uk', 'a•••@m•••.uk'],
  [`${'l'.repeat(64)}@${'d'.repeat(60)}.museum`, 'l•••@d•••.museum'],
  ['root@localhost', 'r•••@l•••'],
  ['müller@bücher.example', 'm•••@b•••.example'],
  ['info@xn--ber-goa.example', 'i•••@ü•••.example'],
  ['e\u0301va@example.org', 'e\u0301•••@e•••.org'],
  ['"a@b"@example.org', '"•••@e•••.org'],
  ['\u202eanna@example.org', 'a•••@e•••.org'],
])('%s is shown as %s', (address, mask) => {
  expect(maskEmail(address)).toBe(mask);
});

test.each(['', 'anna', '@example.org'])('what is no address (%j) shows nothing', (address) => {
  expect(maskEmail(address)).toBe('•••');
});

test('addresses of different lengths have masks of one length', () => {
  expect(maskEmail('a@b.org')).toHaveLength(maskEmail('anneliese@anderswo.org').length);
});

test('a number shows its last two digits and not its length', () => {
  expect(maskPhone('+31612345678')).toBe('••• •• 78');
  expect(maskPhone('+290 21 078')).toBe('••• •• 78');
  expect(maskPhone('+4478')).toBe('••• ••');
  expect(maskPhone('')).toBe('••• ••');
});

test('T77: SMS go to E.164 numbers of allowed countries only', () => {
  const allowed = ['NL', 'DE'];
  expect(mayText({ number: '+31612345678', country: 'NL' }, allowed)).toBe(true);
  expect(mayText({ number: '+31612345678', country: 'NL' }, [])).toBe(false);
  expect(mayText({ number: '+882161234567', country: 'XV' }, allowed)).toBe(false);
  for (const number of [
    '0612345678',
    '+0612345678',
    '+31',
    '+31612345678\n',
    '+31 6 12345678',
    `+${'1'.repeat(16)}`,
    '+316123456x8',
  ]) {
    expect(mayText({ number, country: 'NL' }, allowed), number).toBe(false);
  }
});
