import { expect, it } from 'vitest';
import { allowedPath } from '../../web/shared/return-path.ts';

const TICKET = 'AAAAAAAAAAAAAAAAAAAA_-';

it.each(['/portal/', '/portal/account/', '/portal/security/', '/portal/support/', `/portal/support/#${TICKET}`])(
  'a sign-in leads back to %s',
  (path) => {
    expect(allowedPath(path)).toBe(path);
  },
);

it.each([
  ...['', '/', 'undefined', '//e.example', '/\\e.example', '/portal/\\e', '\\\\e.example', 'https:e.example'],
  ...['https://e.example/portal/', 'javascript:alert(1)', 'data:text/html,x', '/portal/@e.example', 'user@e.example'],
  ...[
    '/portal//e.example',
    '/portal/../',
    '/portal/%2e%2e/',
    '/portal/?next=//e',
    '/portal/\n',
    '\t/portal/',
    ' /portal/',
  ],
  ...[
    '/portal/support/#x',
    `/portal/support/#${TICKET}x`,
    '/portal/support/#<b>',
    `/portal/#${TICKET}`,
    '/api/session',
  ],
  ...['/portal/support/#new\n', '/portal.e.example/', 'xn--e/portal/', '/PORTAL/'],
])('T59: never to %j', (path) => {
  expect(allowedPath(path)).toBeUndefined();
});
