import { describe, expect, test } from 'vitest';
import { resolveConfig, resolveOptions } from '../../lib/config.ts';
import type { PortalConfig } from '../../lib/options.ts';
import example from '../../portal.config.ts';

const addresses = { supportAddress: 'help@example.org', senderAddress: 'sign-in@example.org' };

/** What a JavaScript caller, or somebody without a type check, may hand over. */
function messageFor(given: object): string {
  const config: PortalConfig = { ...addresses, ...given };
  try {
    resolveConfig(config);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'accepted';
}

test('the example of this repository is valid', () => {
  expect(resolveConfig(example)).toMatchObject({ name: 'Gatehouse', stackName: 'Gatehouse' });
});

test('only the two addresses have no default', () => {
  expect(resolveConfig(addresses)).toEqual({
    ...addresses,
    name: 'Gatehouse',
    accent: { light: '#1d3fae', dark: '#a9c1ff' },
    page: 'tinted',
    identifiers: ['email', 'username'],
    locales: ['en-GB', 'en-US', 'nl', 'fr', 'de'],
    smsCountries: [],
    smsPerDay: 200,
    passwordPolicy: 'classic',
    recovery: 'code',
    recoverySeparateChannel: true,
    approvalMatch: 'pick',
    approvalUsernameFirst: 'anywhere',
    sessionIdleMinutes: 30,
    sessionAbsoluteHours: 8,
    knownBrowserDays: 180,
    auditDays: 365,
    tiles: [],
    createSenderIdentity: false,
    originSecrets: ['a'],
    logDays: 90,
    stackName: 'Gatehouse',
    firewall: false,
  });
});

describe('a mistake is answered with the key, what is allowed, and what came', () => {
  test.each<[object, string]>([
    [{ name: '' }, 'name: allowed is 1 to 40 characters on one line; this came: ""'],
    [{ name: 'a\nb' }, 'name: allowed is 1 to 40 characters on one line; this came: "a\\nb"'],
    [{ logo: 'logo.png' }, 'logo: allowed is the path of an .svg file that exists; this came: "logo.png"'],
    [
      { appIcon: 'package.json' },
      'appIcon: allowed is the path of a square .png file, at least 512 pixels a side; this came: "package.json"',
    ],
    [{ logo: 'no.svg' }, 'logo: allowed is the path of an .svg file that exists; this came: "no.svg"'],
    [{ accent: '#fff' }, 'accent: allowed is two colours, as { light, dark }; this came: "#fff"'],
    [{ accent: { light: 'blue', dark: '#a9c1ff' } }, 'accent.light: allowed is a colour as #rrggbb; this came: "blue"'],
    [{ page: 'dark' }, 'page: allowed is one of tinted, plain; this came: "dark"'],
    [
      { supportAddress: 'help' },
      'supportAddress: allowed is an e-mail address, for example help@example.org; this came: "help"',
    ],
    [
      { senderAddress: undefined },
      'senderAddress: allowed is an e-mail address, for example help@example.org; this came: nothing',
    ],
    [
      { identifiers: [] },
      'identifiers: allowed is a list of at least one of email, username, each once; this came: []',
    ],
    [
      { locales: ['nl', 'nl'] },
      'locales: allowed is a list of at least one of en-GB, en-US, nl, fr, de, each once; this came: ["nl","nl"]',
    ],
    [
      { smsSenderId: '0123' },
      'smsSenderId: allowed is 1 to 11 letters and digits, at least one letter; this came: "0123"',
    ],
    [
      { smsCountries: ['be'] },
      'smsCountries: allowed is a list of countries as two capital letters (ISO 3166-1), each once; this came: ["be"]',
    ],
    [{ smsPerDay: 1.5 }, 'smsPerDay: allowed is a whole number of messages from 3 to 100000; this came: 1.5'],
    [{ passwordPolicy: 'strict' }, 'passwordPolicy: allowed is one of classic, modern; this came: "strict"'],
    [{ recovery: 'link' }, 'recovery: allowed is one of code, temporary-password; this came: "link"'],
    [{ approvalMatch: 'none' }, 'approvalMatch: allowed is one of pick, number, compare; this came: "none"'],
    [
      { approvalUsernameFirst: 'never' },
      'approvalUsernameFirst: allowed is one of anywhere, known-browser, off; this came: "never"',
    ],
    [{ recoverySeparateChannel: 'no' }, 'recoverySeparateChannel: allowed is true or false; this came: "no"'],
    [{ sessionIdleMinutes: 4 }, 'sessionIdleMinutes: allowed is a whole number of minutes from 5 to 480; this came: 4'],
    [
      { sessionIdleMinutes: 61, sessionAbsoluteHours: 1 },
      'sessionIdleMinutes: allowed is at most sessionAbsoluteHours; this came: 61',
    ],
    [
      { sessionAbsoluteHours: 25 },
      'sessionAbsoluteHours: allowed is a whole number of hours from 1 to 24; this came: 25',
    ],
    [{ knownBrowserDays: 0 }, 'knownBrowserDays: allowed is a whole number of days from 1 to 365; this came: 0'],
    [{ auditDays: '365' }, 'auditDays: allowed is a whole number of days from 30 to 3650; this came: "365"'],
    [{ tiles: {} }, 'tiles: allowed is a list of tiles, as { title, url, description, picture, roles }; this came: {}'],
    [
      { tiles: [{ title: 'Wiki', url: 'http://wiki.example.org' }] },
      'tiles[0].url: allowed is an address that begins with https://, or a path that begins with /; this came: "http://wiki.example.org"',
    ],
    [{ tiles: [{ title: 'Wiki', url: 'https://x.org', icon: 'x' }] }, 'tiles[0].icon: there is no such key'],
    [
      { domainName: 'https://id.example.org' },
      'domainName: allowed is a host name in lower case, for example id.example.org; this came: "https://id.example.org"',
    ],
    [
      { domainName: 'id.example.org' },
      'certificateArn: allowed is a certificate with domainName, and none without; this came: nothing',
    ],
    [
      { certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/0a1b' },
      'certificateArn: allowed is the ARN of a certificate in us-east-1; this came: "arn:aws:acm:eu-west-1:111122223333:certificate/0a1b"',
    ],
    [
      { alarmAddress: 'me' },
      'alarmAddress: allowed is an e-mail address, for example help@example.org; this came: "me"',
    ],
    [{ createSenderIdentity: 1 }, 'createSenderIdentity: allowed is true or false; this came: 1'],
    [
      { originSecrets: ['a', 'b', 'c'] },
      'originSecrets: allowed is a list of one or two names of letters and digits; this came: ["a","b","c"]',
    ],
    [
      { logDays: 8 },
      'logDays: allowed is one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653; this came: 8',
    ],
    [{ stackName: '1st' }, 'stackName: allowed is a letter, then letters, digits or hyphens; this came: "1st"'],
    [
      { region: 'us-gov-west-1' },
      'region: allowed is an AWS region, for example eu-west-1; this came: "us-gov-west-1"',
    ],
    [{ region: 'Ireland' }, 'region: allowed is an AWS region, for example eu-west-1; this came: "Ireland"'],
    [
      { firewall: true },
      'region: allowed is a region when firewall is true (the firewall lives in us-east-1, the portal may not); this came: nothing',
    ],
    [{ firewal: true }, 'firewal: there is no such key'],
  ])('%j', (given, expected) => {
    expect(messageFor(given)).toBe(`portal.config.ts is not valid:\n  ${expected}`);
  });
});

const linking = (url: string) => messageFor({ tiles: [{ title: { nl: 'Wiki' }, url, roles: ['admin'] }] });

test.each(['https://wiki.example.org', 'https://wiki.example.org:8443/a?b=c#d', '/wiki/', '/', '/a?b=//c'])(
  'a tile leads to %s',
  (url) => {
    expect(linking(url)).toBe('accepted');
  },
);

test.each([
  ...['//e.example', '/\\e.example', '\\\\e.example', 'https:e.example', 'http://e.example', 'https://a@e.example/'],
  ...[
    'https://a:b@e.example',
    'https://e.example\\@a',
    'javascript:alert(1)',
    'data:text/html,x',
    'wiki',
    '',
    ' /a',
    '/a b',
  ],
  ...[
    '/\t/e.example',
    '/\n/e.example',
    'https://',
    'https:///e.example',
    'HTTPS://e.example',
    '/\u202ea',
    'https://[e',
  ],
])('T59: a tile does not lead to %j', (url) => {
  expect(linking(url)).toContain('tiles[0].url: allowed is');
});

test.each([{ title: {} }, { title: { nl: '' } }, { title: { es: 'Wiki' } }, { roles: [] }, { picture: 'a.png' }])(
  'a tile is not %j',
  (wrong) => {
    expect(messageFor({ tiles: [{ title: 'Wiki', url: '/', ...wrong }] })).toContain('tiles[0].');
  },
);

test('all mistakes are told at once', () => {
  expect(messageFor({ name: 7, page: 'dark', colour: 'red' }).split('\n')).toEqual([
    'portal.config.ts is not valid:',
    '  name: allowed is 1 to 40 characters on one line; this came: 7',
    '  page: allowed is one of tinted, plain; this came: "dark"',
    '  colour: there is no such key',
  ]);
});

test('props of the construct are checked alike, and are no place for keys of the app', () => {
  const props = { ...addresses, stackName: 'Gatehouse' };
  expect(() => resolveOptions(props)).toThrow('SignInPortal is not valid:\n  stackName: there is no such key');
});
