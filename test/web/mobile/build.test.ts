import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { words } from '../../../locales/pages/words.ts';
import { squareSize } from '../../../web/app-icons.ts';
import { buildPages } from '../../../web/build.ts';
import { writeMobileFiles } from '../../../web/build-mobile.ts';
import type { PageConfig } from '../../../web/pages/page-config.ts';
import { brand } from '../brand.ts';

const outDir = mkdtempSync(join(tmpdir(), 'pages-'));
const read = (file: string) => readFileSync(join(outDir, file), 'utf8');
const asset = (pattern: RegExp) => readdirSync(join(outDir, 'assets')).find((name) => pattern.test(name)) ?? '';
/** Rows of palette indices, each behind the number of its filter. */
function pixelsOf(png: Buffer, size: number): Buffer {
  const start = png.indexOf('IDAT');
  const pixels = inflateSync(png.subarray(start + 4, start + 4 + png.readUInt32BE(start - 4)));
  expect(pixels).toHaveLength(size * (size + 1));
  return pixels;
}
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
    icons: [180, 180, 192, 192, 512, 512, 'any'].map((size) =>
      size === 'any'
        ? { src: '/mobile/icon.svg', sizes: size, type: 'image/svg+xml' }
        : { src: `/mobile/icon-${size}.png`, sizes: `${size}x${size}`, type: 'image/png' },
    ),
  });
});

it('has icons that any phone takes: the mark in white on the accent, and nothing where corners are cut off', () => {
  expect(read('nl/mobile/index.html')).toContain('<link rel="apple-touch-icon" href="/mobile/icon-180.png">');
  for (const size of [180, 192, 512]) {
    const png = readFileSync(join(outDir, `mobile/icon-${size}.png`));
    expect(squareSize(png)).toBe(size);
    const pixels = pixelsOf(png, size);
    const [left, top] = [(x: number) => Math.floor(((96 + x * 10) / 512) * size), (y: number) => left(y)];
    const at = (x: number, y: number) => pixels[top(y) * (size + 1) + left(x) + 1];
    expect([at(16, 6.5), at(8.5, 20), at(23.5, 20), at(16, 22)]).toEqual([255, 255, 255, 255]);
    expect([at(16, 15), at(12.5, 22), at(4, 16), at(16, 30)]).toEqual([0, 0, 0, 0]);
  }
});

it('shows the icon that a deployment gives, and never our mark in place of its logo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'icons-'));
  const appIcon = readFileSync(join(outDir, 'mobile/icon-512.png'));
  const logo = '<svg xmlns="http://www.w3.org/2000/svg"/>';
  const iconsOf = (config: Partial<PageConfig>) => {
    writeMobileFiles({ ...brand, ...config, locales: ['nl'] }, [], folder);
    return JSON.parse(readFileSync(join(folder, 'app-nl.webmanifest'), 'utf8')).icons;
  };
  expect(iconsOf({ logo })).toMatchObject([{ src: '/mobile/icon.svg' }]);
  const given = { src: '/mobile/icon.png', sizes: '512x512' };
  expect(iconsOf({ logo, appIcon })).toMatchObject([given, given]);
  expect(readFileSync(join(folder, 'icon.png')).equals(appIcon)).toBe(true);
  rmSync(folder, { recursive: true });
});

it('has a worker that knows the files of this build and what a push says, and leaves the API alone', () => {
  const worker = read('mobile/sw.js');
  for (const pattern of [/^mobile-.*\.js$/, /^mobile-.*\.css$/]) expect(worker).toContain(`/assets/${asset(pattern)}`);
  for (const locale of brand.locales) expect(worker).toContain(words[locale].mobile.push);
  expect(worker).toContain('"/mobile/icon-180.png"');
  expect(worker).not.toMatch(/\/api\/|importScripts|eval\(/);
});
