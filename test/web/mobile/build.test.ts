import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { words } from '../../../locales/pages/words.ts';
import { buildPages } from '../../../web/build.ts';
import { brand } from '../brand.ts';

const outDir = mkdtempSync(join(tmpdir(), 'pages-'));
const read = (file: string) => readFileSync(join(outDir, file), 'utf8');
const asset = (pattern: RegExp) => readdirSync(join(outDir, 'assets')).find((name) => pattern.test(name)) ?? '';
const kilobytes = (file: string) => gzipSync(read(file)).length / 1000;

beforeAll(() => buildPages({ config: brand, outDir }));
afterAll(() => rmSync(outDir, { recursive: true }));

it('weighs at most 60 KB before the camera is used', () => {
  const app = kilobytes(`assets/${asset(/^mobile-.*\.js$/)}`) + kilobytes(`assets/${asset(/^mobile-.*\.css$/)}`);
  for (const locale of brand.locales) expect(app + kilobytes(`${locale}/mobile/index.html`)).toBeLessThanOrEqual(60);
});

it('loads what reads QR codes when it is needed, from the portal itself', () => {
  const script = read(`assets/${asset(/^mobile-.*\.js$/)}`);
  expect(script).toContain(`import("/assets/${asset(/^zxing-/)}")`);
  expect(script).not.toContain(asset(/\.wasm$/));
  expect(read(`assets/${asset(/^zxing-/)}`)).toContain(`"/assets/${asset(/\.wasm$/)}"`);
});

it.each(brand.locales)('can be put on a home screen in %s', (locale) => {
  expect(read(`${locale}/mobile/index.html`)).toContain(
    `<link rel="manifest" href="/mobile/app-${locale}.webmanifest">`,
  );
  expect(JSON.parse(read(`mobile/app-${locale}.webmanifest`))).toMatchObject({
    name: 'Harbour & Sons',
    lang: locale,
    start_url: '/mobile/',
    scope: '/mobile/',
    display: 'standalone',
    icons: [{ src: '/mobile/icon.svg', type: 'image/svg+xml' }],
  });
});

it('has a worker that knows the files of this build and what a push says, and leaves the API alone', () => {
  const worker = read('mobile/sw.js');
  for (const pattern of [/^mobile-.*\.js$/, /^mobile-.*\.css$/]) expect(worker).toContain(`/assets/${asset(pattern)}`);
  for (const locale of brand.locales) expect(worker).toContain(words[locale].mobile.push);
  expect(worker).not.toMatch(/\/api\/|importScripts|eval\(/);
});
