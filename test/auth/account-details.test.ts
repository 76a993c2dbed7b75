import { describe, expect, it } from 'vitest';
import { checkDetails, checkName } from '../../lambdas/auth/account-details.ts';
import { OperatorRefusal } from '../../lambdas/auth/operator-refusal.ts';
import { settings } from '../bin/fake-portal.ts';

const refusalOf = (attempt: () => unknown): string => {
  try {
    attempt();
    return 'accepted';
  } catch (error) {
    return error instanceof OperatorRefusal ? error.code : String(error);
  }
};

describe('details of an account', () => {
  it('have defaults', () => {
    expect(checkDetails(settings, { email: 'Anna.Smit@Example.org' })).toEqual({
      email: 'anna.smit@example.org',
      name: 'anna.smit',
      locale: 'en-GB',
      role: 'member',
      channel: 'email',
    });
  });

  it('need a user name where people sign in with nothing else, and have none where there are none', () => {
    const [usernames, emails] = (['username', 'email'] as const).map((one) => ({ ...settings, identifiers: [one] }));
    const email = 'a@example.org';
    expect(refusalOf(() => checkDetails(usernames ?? settings, { email }))).toBe('username-needed');
    expect(refusalOf(() => checkDetails(emails ?? settings, { email, username: 'a' }))).toBe('username-not-used');
  });

  it.each([
    ['+31612345678', 'accepted'],
    ['+1 (202) 555-0123', 'accepted'],
    ['+1 416 555 0123', 'phone-country-refused'],
    ['+44 7700 900123', 'phone-invalid'],
    ['+3161234', 'phone-invalid'],
    ['+800 6123 4567', 'phone-invalid'],
    ['0612345678', 'phone-invalid'],
    ['+31612345678;ext=5\r\nBcc: x', 'phone-invalid'],
    ['+31612345678 ext. 5', 'phone-invalid'],
    ['call +31612345678', 'phone-invalid'],
    ['', 'phone-invalid'],
  ])('T77 a phone number %j is %s', (phone, outcome) => {
    expect(refusalOf(() => checkDetails(settings, { email: 'a@example.org', phone }))).toBe(outcome);
  });

  it.each(['Zoë', '李小龍', 'نیلوفر\u200cآبی', "O'Brien-van der Berg", 'x'.repeat(80), '👩‍💻'])(
    '%j is a name',
    (name) => {
      expect(checkName(name)).toBe(name.normalize('NFC'));
    },
  );

  it.each(['', '   ', 'a\r\nBcc: x', 'a\u2028b', 'a\u202eb', '\ud83e', 'x'.repeat(81), '\u001b[31m'])(
    'T65 %j is no name',
    (name) => {
      expect(refusalOf(() => checkName(name))).toBe('name-invalid');
    },
  );
});
