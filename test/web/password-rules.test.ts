import { describe, expect, it } from 'vitest';
import { judgeRules, ownerOf, type RefusedPassword } from '../../web/shared/password-rules.ts';

const owner = ownerOf('anna@example.org', 'Gatehouse');
const judge = (password: string, refused?: RefusedPassword) =>
  Object.fromEntries(judgeRules('classic', password, owner, refused));
const nothing = { length: 'open', 'three-kinds': 'open', 'two-of-each': 'open', characters: 'open', 'not-own': 'open' };

describe('the rules beside a new password', () => {
  it('are open before anything is typed', () => {
    expect(judge('')).toEqual(nothing);
  });

  it('are met one by one while it grows, and none is called broken that may still be met', () => {
    expect(judge('Ab')).toEqual(nothing);
    expect(judge('Ab1')).toEqual({ ...nothing, 'three-kinds': 'met' });
    expect(judge('AAbb11')).toEqual({ ...nothing, 'three-kinds': 'met', 'two-of-each': 'met' });
    expect(judge('AAbb11AAbb')).toEqual({
      ...nothing,
      length: 'met',
      'three-kinds': 'met',
      'two-of-each': 'met',
    });
    expect(judge('AAbb11AAbb11AAbb11')).toMatchObject({ length: 'open' });
  });

  it('tell at once what no growing mends: the portal, what was typed to say who it is, what nobody can type again', () => {
    expect(judge('G4tehouse-of-mine')).toMatchObject({ 'not-own': 'broken' });
    expect(judge('Like-ANNA-12')).toMatchObject({ 'not-own': 'broken' });
    expect(judge('tab\tstop')).toMatchObject({ characters: 'broken' });
    expect(
      Object.fromEntries(judgeRules('modern', 'my name is robin', ownerOf('robin', 'Gatehouse'), undefined)),
    ).toEqual({
      length: 'met',
      characters: 'open',
      'not-own': 'broken',
    });
  });

  it('are broken when the password was refused for them, until it changes', () => {
    const refused: RefusedPassword = { password: 'Password-1234', rules: ['not-common', 'two-of-each'] };
    expect(judge('Password-1234', refused)).toMatchObject({ 'not-common': 'broken', 'two-of-each': 'broken' });
    expect(judge('Password-123', refused)).not.toHaveProperty('not-common');
    expect(judge('Password-123', refused)).toMatchObject({ 'two-of-each': 'open' });
  });
});
