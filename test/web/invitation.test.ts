import { expect, it } from 'vitest';
import { secretIn } from '../../web/activation/invitation.ts';

it('takes the secret of an invitation out of the fragment of its link', () => {
  expect(secretIn('#acc_1234.secret')).toBe('acc_1234.secret');
});

it('takes an empty fragment, and one that is longer than any invitation, for none', () => {
  expect(secretIn('')).toBeUndefined();
  expect(secretIn('#')).toBeUndefined();
  expect(secretIn(`#${'x'.repeat(201)}`)).toBeUndefined();
});
