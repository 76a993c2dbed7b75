import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { words } from '../../locales/pages/words.ts';
import { buildPages } from '../../web/build.ts';
import { brand } from './brand.ts';
import { buildEnglish } from './english.ts';

const outDir = mkdtempSync(join(tmpdir(), 'pages-'));
const read = (file: string) => readFileSync(join(outDir, file), 'utf8');
const asset = (name: string, ending = 'js') =>
  `assets/${readdirSync(join(outDir, 'assets')).find((file) => unhashed(file) === `${name}-HASH.${ending}`)}`;
const unhashed = (file: string) => file.replace(/-[A-Z0-9]{8}\./, '-HASH.');
const kilobytes = (file: string) => gzipSync(read(file)).length / 1000;

/** Every page, with its steps: each has one heading of the first rank. */
const steps: Readonly<Record<string, number>> = {
  'index.html': 3,
  'portal/index.html': 1,
  'recovery/index.html': 3,
  'recovery/username/index.html': 2,
  'activate/index.html': 4,
  'portal/account/index.html': 6,
  'portal/phones/index.html': 9,
  'portal/security/index.html': 5,
  'portal/support/index.html': 3,
  'not-me/index.html': 3,
  'mobile/index.html': 15,
  'help/index.html': 4,
  '404.html': 1,
};
const everyPage = brand.locales.flatMap((locale) => Object.keys(steps).map((page) => `${locale}/${page}`));
const scripts = [
  'sign-in',
  'phone-sign-in',
  'portal',
  'recovery',
  'forgot-password',
  'forgot-username',
  'activation',
  'not-me',
  'help',
  'account',
  'phones',
  'security',
  'support',
  'plain',
];
/** Built by itself, with what reads QR codes in a file of its own. */
const phoneScripts = ['mobile', 'zxing'];
const styles = ['style', 'desk', 'tickets', 'help', 'phone', 'mobile'];
const worded = ['help', 'phone-words'];

beforeAll(() => {
  buildPages({ config: brand, outDir });
});
afterAll(() => rmSync(outDir, { recursive: true }));

describe('buildPages', () => {
  it('writes every page in every language, hashed assets, icon and robots.txt, and nothing else', () => {
    const files = readdirSync(outDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(outDir.length + 1))
      .map(unhashed);
    const assets = [
      ...[...scripts, ...phoneScripts].map((name) => `${name}-HASH.js`),
      ...styles.map((name) => `${name}-HASH.css`),
      ...brand.locales.flatMap((locale) => worded.map((name) => `${name}-${locale}-HASH.json`)),
      'zxing_reader-HASH.wasm',
    ].map((name) => `assets/${name}`);
    const pngs = [180, 192, 512].map((size) => `icon-${size}.png`);
    const app = ['icon.svg', 'sw.js', ...pngs, ...brand.locales.map((locale) => `app-${locale}.webmanifest`)];
    const others = [...app.map((name) => `mobile/${name}`), 'favicon.svg', 'robots.txt'];
    expect(files.sort()).toEqual([...assets, ...everyPage, ...others].sort());
  });

  it('replaces what an earlier build wrote, and nothing else in the folder', () => {
    writeFileSync(join(outDir, 'assets/old.js'), '');
    writeFileSync(join(outDir, 'notices.json'), '[]');
    buildPages({ config: brand, outDir });
    expect(readdirSync(join(outDir, 'assets'))).not.toContain('old.js');
    expect(read('notices.json')).toBe('[]');
  });

  it('refuses colours that are hard to read', () => {
    const config = { ...brand, accent: { light: '#ffd400', dark: '#a9c1ff' } };
    expect(() => buildPages({ config, outDir })).toThrow('The accent colours are too hard to read');
  });

  it('shows a logo as an image, so that nothing in it can run', () => {
    const other = mkdtempSync(join(tmpdir(), 'pages-'));
    const logo = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    buildPages({ config: { ...brand, logo, locales: ['nl'] }, outDir: other });
    const page = readFileSync(join(other, 'nl/index.html'), 'utf8');
    expect(page).toContain('<img class="logo" src="data:image/svg+xml,%3Csvg xmlns=');
    expect(page).not.toContain('<script>alert');
    rmSync(other, { recursive: true });
  });
});

it.each([
  ['sign-in', 'style', 'index.html'],
  ['portal', 'desk', 'portal/index.html'],
])(
  'the page of %s weighs at most 25 KB of script, and 10 KB of HTML and style in every language',
  (script, style, file) => {
    expect(kilobytes(asset(script))).toBeLessThanOrEqual(25);
    for (const locale of brand.locales) {
      expect(kilobytes(`${locale}/${file}`) + kilobytes(asset(style, 'css'))).toBeLessThanOrEqual(10);
    }
  },
);

describe('the sign-in page', () => {
  it('has the form in the HTML, in the language of its folder, with the words of the instructions in English', () => {
    const page = read('en-GB/index.html');
    for (const label of ['Personal Mobile', 'Email and password', 'User name', 'Password', 'Sign In', 'Submit']) {
      expect(page).toContain(`>${label}<`);
    }
    expect(page).toContain(
      '<a href="/recovery/">Forgot Password?</a><a href="/recovery/username/">Forgot Username</a>',
    );
    for (const locale of brand.locales) {
      expect(read(`${locale}/index.html`)).toContain(`>${words[locale].signIn.userName}</label>`);
    }
  });

  it('lets browsers and password managers help', () => {
    const page = read('en-GB/index.html');
    const hints = [...page.matchAll(/autocomplete="([^"]*)"/g)].map(([, hint]) => hint);
    expect(hints).toEqual([
      'username webauthn',
      'current-password',
      ...['username', 'new-password', 'new-password'],
      'one-time-code',
    ]);
    expect(page).not.toContain(' maxlength=');
  });

  it('offers no reminder of the user name where there are none', () => {
    const other = buildEnglish({ identifiers: ['email'] });
    expect(other.read('index.html')).not.toContain('Forgot Username');
    expect(other.read('index.html')).toContain('Your email address<');
    expect(other.files).not.toContain('recovery/username/index.html');
  });

  it('tells of temporary passwords where there are some', () => {
    expect(read('en-GB/index.html')).not.toContain('temporary-hint');
    const page = buildEnglish({ recovery: 'temporary-password' }).read('index.html');
    expect(page).toContain('<a href="/recovery/">Send me a new one</a>');
  });
});

describe('recovery', () => {
  const labelsOf = (page: string) =>
    [...page.matchAll(/<label [^>]*>([^<]*)<|<button class="button"[^>]*><span>([^<]*)</g)].map(
      ([, label, button]) => label ?? button,
    );

  it('asks who, then for code, new password and confirmation, in this order', () => {
    const reset = ['Reset code', 'New Password', 'Confirm Password', 'Submit'];
    expect(labelsOf(read('en-GB/recovery/index.html'))).toEqual(['User name', 'Submit', ...reset]);
    expect(labelsOf(read('en-GB/activate/index.html'))).toEqual(['Email address', 'Submit', ...reset]);
    expect(read('en-GB/recovery/index.html')).toContain('href="/">Click here to return to log in page</a>');
  });

  it('says the same to everybody, and offers every channel that a deployment has', () => {
    const page = read('en-GB/recovery/index.html');
    expect(page).toContain('If there is an account for what you typed, a code is on its way by email or text message.');
    expect([...page.matchAll(/data-channel="(\w+)"/g)].map(([, channel]) => channel)).toEqual(['email', 'sms']);
    const mailOnly = buildEnglish({ smsCountries: [] }).read('recovery/index.html');
    expect(mailOnly).not.toContain('text message');
    expect(mailOnly).not.toContain('data-channel="sms"');
  });

  it('lists the rules of the policy of the deployment', () => {
    const rulesOf = (page: string) =>
      [...page.matchAll(/data-listed="always"[^>]*>.*?class="rule">([^<]*)</g)].map(([, rule]) => rule);
    expect(rulesOf(read('en-GB/recovery/index.html'))).toEqual([
      '10 to 17 characters',
      'At least three of: upper case, lower case, digits 0–9, special characters',
      'At least two characters from each of three of these',
    ]);
    expect(rulesOf(buildEnglish({ passwordPolicy: 'modern' }).read('recovery/index.html'))).toEqual([
      '12 to 256 characters',
    ]);
  });

  it('mails a temporary password where the deployment does', () => {
    const page = buildEnglish({ recovery: 'temporary-password' }).read('recovery/index.html');
    expect(labelsOf(page)).toEqual(['User name', 'Submit']);
    expect(page).toContain('It works for 24 hours.');
    expect(page).toContain('/assets/forgot-password-');
  });

  it('keeps the list of common passwords out of the pages', () => {
    for (const name of scripts) expect(kilobytes(asset(name))).toBeLessThan(25);
  });
});

describe.each(everyPage)('%s', (file) => {
  it('says its language and the portal’s name, escaped', () => {
    expect(read(file)).toContain(`<html lang="${file.split('/')[0]}"`);
    expect(read(file)).toMatch(/<title>[^<]+ · Harbour &amp; Sons<\/title>/);
  });

  it('T57: holds nothing that the content security policy forbids', () => {
    const page = read(file).replaceAll(/<script type="application\/json"[^>]*>[^<]*<\/script>/g, '');
    expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:|https?:\/\/(?!www\.w3\.org)/);
    expect([...page.matchAll(/<script[^>]*>/g)].map(([tag]) => tag)).toEqual([
      expect.stringMatching(/^<script type="module" src="\/assets\/[a-z-]+-[A-Z0-9]{8}\.js">$/),
    ]);
  });

  it('names only assets that exist, has one heading of the first rank for each step, and no id twice', () => {
    const page = read(file);
    for (const [, address = ''] of page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)) {
      expect(readdirSync(join(outDir, 'assets'))).toContain(address.slice('/assets/'.length));
    }
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(page.match(/<h1/g)).toHaveLength(steps[file.slice(file.indexOf('/') + 1)] ?? 0);
  });

  it('offers the other languages in their own words', () => {
    for (const locale of brand.locales) expect(read(file)).toContain(`>${words[locale].language}</button>`);
  });
});

describe('scripts', () => {
  it.each(scripts)('T60: %s never turns a string into markup or code', (start) => {
    expect(read(asset(start))).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/,
    );
  });
});
