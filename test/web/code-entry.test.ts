import { describe, expect, it } from 'vitest';
import { digitsOf } from '../../web/shared/digits.ts';
import { type CodeEntry, enterCode, noCode, submitsItself } from '../../web/sign-in/code-entry.ts';

const type = (before: CodeEntry, ...values: string[]) =>
  values.reduce((entry, value) => enterCode(entry, value, 'typed'), before);

describe('digitsOf', () => {
  it.each(['123456', '123 456', ' 123-456 ', '1 2 3 4 5 6', '１２３４５６', 'Code: 123456.', '123456789'])(
    'strips before it limits: %s',
    (typed) => {
      expect(digitsOf(typed, 6)).toBe('123456');
    },
  );
});

describe('the code field', () => {
  it('submits itself on the sixth digit', () => {
    const five = type(noCode, '1', '12', '123', '1234', '12345');
    expect(submitsItself(five)).toBe(false);
    expect(submitsItself(type(five, '123456'))).toBe(true);
  });

  it('submits a pasted or filled-in code', () => {
    expect(submitsItself(enterCode(noCode, '123 456', 'pasted'))).toBe(true);
    expect(submitsItself(enterCode(type(noCode, '9', '99', '9'), '123456', 'pasted'))).toBe(true);
  });

  it('does not submit what was corrected', () => {
    expect(submitsItself(type(noCode, '1', '12', '123', '12', '124', '1245', '12456', '124567'))).toBe(false);
    expect(submitsItself(type(noCode, '123456', '12345', '123457'))).toBe(false);
  });

  it('submits again once the person has begun anew', () => {
    const refused: CodeEntry = { digits: '123456', corrected: false };
    expect(submitsItself(type(refused, '6', '65', '654', '6543', '65432', '654321'))).toBe(true);
    expect(submitsItself(type(refused, '', '654321'))).toBe(true);
  });
});
