import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { renderLocaleRouter } from '../../lib/locale-router.ts';

const code = renderLocaleRouter(['en-GB', 'en-US', 'nl', 'fr'], ['/', '/portal/', '/recovery/username/', '/mobile/']);

interface Viewer {
  readonly cookie?: string;
  readonly language?: string;
}

/** Where CloudFront looks for a page after the function ran, as it is deployed. */
function route(uri: string, { cookie, language }: Viewer = {}): string {
  const request = {
    uri,
    cookies: cookie === undefined ? {} : { locale: { value: cookie } },
    headers: language === undefined ? {} : { 'accept-language': { value: language } },
  };
  return runInNewContext(`${code}\nhandler({ request }).uri`, { request });
}

describe('the language of a page', () => {
  test.each<[string, Viewer]>([
    ['en-GB', {}],
    ['nl', { language: 'nl' }],
    ['nl', { language: 'nl-BE, en;q=0.8' }],
    ['en-GB', { language: 'en' }],
    ['en-US', { language: 'en-US,en;q=0.9' }],
    ['en-US', { language: 'EN-us' }],
    ['en-GB', { language: 'en-AU,en-US;q=0.9' }],
    ['fr', { language: 'ja, fr;q=0.3' }],
    ['fr', { language: 'nl;q=0.2, fr ; q=0.7' }],
    ['fr', { language: 'nl;q=0, fr;q=0.1' }],
    ['en-GB', { language: 'de' }],
    ['en-GB', { language: '*' }],
    ['en-GB', { language: '' }],
    ['en-GB', { language: ';;;q=,,=' }],
    ['en-GB', { language: 'x'.repeat(10_000) }],
    ['nl', { cookie: 'nl', language: 'fr' }],
    ['fr', { cookie: 'de', language: 'fr' }],
    ['fr', { cookie: '../../assets', language: 'fr' }],
  ])('is %s for %j', (locale, viewer) => {
    expect(route('/', viewer)).toBe(`/${locale}/index.html`);
  });
});

describe('the file of an address', () => {
  test.each([
    ['/', '/en-GB/index.html'],
    ['/portal/', '/en-GB/portal/index.html'],
    ['/portal', '/en-GB/portal/index.html'],
    ['/recovery/username/', '/en-GB/recovery/username/index.html'],
    ['/nothing/', '/en-GB/404.html'],
    ['/en-GB/', '/en-GB/404.html'],
    ['/nl/portal/index.html', '/en-GB/404.html'],
    ['/index.php', '/en-GB/404.html'],
    ['/404.html', '/en-GB/404.html'],
    ['/assets/sign-in-ABC123.js', '/assets/sign-in-ABC123.js'],
    ['/favicon.svg', '/favicon.svg'],
    ['/robots.txt', '/robots.txt'],
    ['/notices.json', '/notices.json'],
    ['/mobile/', '/en-GB/mobile/index.html'],
    ['/mobile/sw.js', '/mobile/sw.js'],
    ['/mobile/app-nl.webmanifest', '/mobile/app-nl.webmanifest'],
  ])('%s is %s', (uri, file) => {
    expect(route(uri)).toBe(file);
  });
});

describe('the status of an answer', () => {
  const status = (uri: string, statusCode = 200): number =>
    runInNewContext(`${code}\nhandler({ request, response }).statusCode`, {
      request: { uri },
      response: { statusCode },
    });

  test.each(['/nothing/', '/index.php', '/portal/nothing', '/404.html'])('of %s is 404', (uri) => {
    expect([status(uri), status(route(uri))]).toEqual([404, 404]);
    // What the browser has already is not sent again.
    expect(status(route(uri), 304)).toBe(304);
  });

  test.each(['/', '/portal', '/mobile/', '/mobile/sw.js', '/assets/a.js', '/notices.json'])('of %s stays', (uri) => {
    expect([status(uri), status(route(uri))]).toEqual([200, 200]);
  });
});

test('the code fits into a CloudFront Function', () => {
  expect(Buffer.byteLength(code)).toBeLessThan(10 * 1024);
});
