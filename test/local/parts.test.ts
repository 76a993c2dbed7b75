import { describe, expect, it } from 'vitest';
import { createRouter } from '../../local/api/match.ts';
import { createThrottle } from '../../local/api/throttle.ts';
import { generate } from '../../local/aws/secrets.ts';
import { fits } from '../../local/database/records.ts';
import { fromPlain, needsPlainCookies, toPlain } from '../../local/edge/cookies.ts';
import { createResolver } from '../../local/stack/intrinsics.ts';
import { matches } from '../../local/stack/pages.ts';

describe('intrinsics', () => {
  const template = {
    Parameters: { Version: { Default: '7' } },
    Mappings: { Map: { top: { second: 'found' } } },
    Resources: {
      Fn: { Type: 'AWS::Lambda::Function' },
      Key: { Type: 'AWS::SecretsManager::Secret' },
    },
  };
  const { resolve } = createResolver(template, (arn, key) => `<${arn.split(':').at(-1)}|${key}>`);

  it.each<[string, unknown, unknown]>([
    ['Ref', { Ref: 'Version' }, '7'],
    ['a pseudo parameter', { Ref: 'AWS::Region' }, 'eu-west-1'],
    ['no value', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
    ['GetAtt', { 'Fn::GetAtt': ['Fn', 'Arn'] }, 'arn:aws:lambda:eu-west-1:000000000000:function:Fn'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Version' }]] }, 'a-7'],
    ['Split and Select', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
    ['FindInMap', { 'Fn::FindInMap': ['Map', 'top', 'second'] }, 'found'],
    [
      'Sub',
      { 'Fn::Sub': ['$'.concat('{Version} ', '$', '{own} ', '$', '{!kept}'), { own: 'mine' }] },
      '7 mine '.concat('$', '{kept}'),
    ],
    [
      'a dynamic reference',
      { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Key' }, ':SecretString:k1::}}']] },
      '<Key|k1>',
    ],
    [
      'two of them',
      '{{resolve:secretsmanager:a:SecretString:::}},{{resolve:secretsmanager:b:SecretString:::}}',
      '<a|>,<b|>',
    ],
  ])('resolves %s', (_, value, result) => expect(resolve(value)).toEqual(result));

  it('names what it does not know', () => {
    expect(() => resolve({ 'Fn::Cidr': [] })).toThrow('Fn::Cidr');
    expect(() => resolve({ Ref: 'Nobody' })).toThrow('Ref Nobody');
  });
});

describe('routes', () => {
  const find = createRouter(
    ['GET /a/{id}', 'ANY /a/{rest+}', 'GET /a/b', 'POST /a/b', '$default'].map((key) => ({ key })),
  );
  it.each([
    ['GET', '/a/b', 'GET /a/b'],
    ['GET', '/a/c', 'GET /a/{id}'],
    ['PUT', '/a/b', 'ANY /a/{rest+}'],
    ['GET', '/a/b/c', 'ANY /a/{rest+}'],
    ['GET', '/x', '$default'],
  ])('%s %s is %s', (method, path, key) => expect(find(method, path)?.route.key).toBe(key));
});

it('a throttle lets the burst through, then the rate', () => {
  const throttle = createThrottle(2, 3);
  expect([0, 0, 0, 0, 499, 500, 10_000].map((now) => throttle.admit(now))).toEqual([
    true,
    true,
    true,
    false,
    false,
    true,
    true,
  ]);
});

it('path patterns are those of CloudFront', () => {
  expect(matches('/api/*', '/api/')).toBe(true);
  expect(matches('/a?c.js', '/abc.js')).toBe(true);
  expect(matches('/a?c.js', '/abcxjs')).toBe(false);
});

it('event filters compare every key', () => {
  expect(fits({ eventName: ['INSERT', 'MODIFY'] }, { eventName: 'INSERT' })).toBe(true);
  expect(fits({ dynamodb: { NewImage: { kind: { S: ['code'] } } } }, { dynamodb: { NewImage: {} } })).toBe(false);
});

it('secrets are generated as the template says', () => {
  const spec = {
    PasswordLength: 500,
    ExcludeCharacters: 'abc',
    ExcludeLowercase: false,
    ExcludeUppercase: true,
    ExcludeNumbers: false,
    ExcludePunctuation: true,
    IncludeSpace: false,
  };
  expect(generate({ GenerateSecretString: spec })).toMatch(/^[d-z0-9]{500}$/);
});

describe('plain cookies', () => {
  it('are for WebKit and for those who ask', () => {
    const agent = (name: string) => needsPlainCookies({ 'user-agent': name });
    expect(agent('Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 CriOS/130 Mobile Safari/604.1')).toBe(true);
    expect(agent('Mozilla/5.0 (X11) AppleWebKit/537.36 HeadlessChrome/147.0 Safari/537.36')).toBe(false);
    expect(agent('Mozilla/5.0 (X11; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe(false);
    expect(needsPlainCookies({ 'x-local-cookies': 'plain' })).toBe(true);
  });

  it('lose Secure on the way out and get their name back on the way in', () => {
    expect(toPlain('__Host-a=1; Path=/; Secure; HttpOnly; SameSite=Strict')).toBe(
      'plain.__Host-a=1; Path=/; HttpOnly; SameSite=Strict',
    );
    expect(toPlain('locale=nl; Path=/')).toBe('locale=nl; Path=/');
    expect(fromPlain('plain.__Host-a=1; locale=nl; __Host-a=2')).toBe('__Host-a=1; locale=nl');
  });
});
