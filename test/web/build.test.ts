import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { words } from '../../locales/pages/words.ts';
import { buildPages } from '../../web/build.ts';
import { brand } from './brand.ts';

const outDir = mkdtempSync(join(tmpdir(), 'pages-'));
const read = (file: string) => readFileSync(join(outDir, file), 'utf8');
const asset = (start: string) => `assets/${readdirSync(join(outDir, 'assets')).find((name) => name.startsWith(start))}`;
const kilobytes = (file: string) => gzipSync(read(file)).length / 1000;
const pages = ['index.html', 'portal/index.html', 'recovery/index.html', 'recovery/username/index.html', '404.html'];
const everyPage = brand.locales.flatMap((locale) => pages.map((page) => `${locale}/${page}`));
let buildMilliseconds = 0;

beforeAll(() => {
  const start = performance.now();
  buildPages({ config: brand, outDir });
  buildMilliseconds = performance.now() - start;
});
afterAll(() => rmSync(outDir, { recursive: true }));

describe('buildPages', () => {
  it('writes every page in every language, hashed assets, icon and robots.txt, and nothing else', () => {
    const files = readdirSync(outDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(outDir.length + 1))
      .map((file) => file.replace(/-[A-Z0-9]{8}\./, '-HASH.'));
    const assets = ['plain-HASH.js', 'portal-HASH.js', 'sign-in-HASH.js', 'style-HASH.css'];
    expect(files.sort()).toEqual(
      [...assets.map((name) => `assets/${name}`), ...everyPage, 'favicon.svg', 'robots.txt'].sort(),
    );
  });

  it('takes less than two seconds', () => {
    expect(buildMilliseconds).toBeLessThan(2000);
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

describe('the sign-in page', () => {
  it('weighs at most 25 KB of script, and 10 KB of HTML and style in every language', () => {
    expect(kilobytes(asset('sign-in-'))).toBeLessThanOrEqual(25);
    for (const locale of brand.locales) {
      expect(kilobytes(`${locale}/index.html`) + kilobytes(asset('style-'))).toBeLessThanOrEqual(10);
    }
  });

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
    expect(hints).toEqual(['username webauthn', 'current-password', 'one-time-code']);
    expect(page).not.toContain('maxlength');
  });

  it('offers no reminder of the user name where there are none', () => {
    const other = mkdtempSync(join(tmpdir(), 'pages-'));
    buildPages({ config: { ...brand, identifiers: ['email'], locales: ['en-GB'] }, outDir: other });
    const page = readFileSync(join(other, 'en-GB/index.html'), 'utf8');
    expect(page).not.toContain('Forgot Username');
    expect(page).toContain('Your email address<');
    rmSync(other, { recursive: true });
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
    expect(page.match(/<h1/g)).toHaveLength(file.split('/').length === 2 && file.endsWith('index.html') ? 2 : 1);
  });

  it('offers the other languages in their own words', () => {
    for (const locale of brand.locales) expect(read(file)).toContain(`>${words[locale].language}</button>`);
  });
});

describe('scripts', () => {
  it.each(['sign-in-', 'portal-', 'plain-'])('T60: %s never turns a string into markup or code', (start) => {
    expect(read(asset(start))).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/,
    );
  });
});
