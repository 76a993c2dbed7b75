import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';
import { words } from '../locales/pages/words.ts';
import { type AppIcon, appIcons } from './app-icons.ts';
import { renderAppIcon } from './pages/brand.ts';
import type { PageConfig } from './pages/page-config.ts';
import { frameColours } from './pages/theme.ts';

const here = import.meta.dirname;

const common = {
  bundle: true,
  minify: true,
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  metafile: true,
} as const;

/**
 * The script of the phone's app. What reads QR codes where the browser cannot is apart from it, and loaded when the
 * camera is first used. Answers the script's address.
 */
export function buildMobileScript(folder: string): string {
  const { metafile } = buildSync({
    ...common,
    entryPoints: { mobile: join(here, 'mobile/main.ts') },
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    loader: { '.wasm': 'file' },
    publicPath: '/assets',
    outdir: folder,
    format: 'esm',
    splitting: true,
  });
  const [script = ''] =
    Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint?.endsWith('mobile/main.ts')) ?? [];
  return `/assets/${basename(script)}`;
}

/** How a home screen shows the app, in one language. */
function renderManifest(config: PageConfig, icons: readonly AppIcon[], locale: string): string {
  const { light } = frameColours(config);
  return JSON.stringify({
    id: '/mobile/',
    name: config.name,
    short_name: config.name,
    lang: locale,
    start_url: '/mobile/',
    scope: '/mobile/',
    display: 'standalone',
    orientation: 'portrait',
    background_color: light,
    theme_color: light,
    icons: [
      ...icons.flatMap(({ file, size }) =>
        ['any', 'maskable'].map((purpose) => ({
          src: `/mobile/${file}`,
          sizes: `${size}x${size}`,
          type: 'image/png',
          purpose,
        })),
      ),
      ...(config.appIcon ? [] : [{ src: '/mobile/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }]),
    ],
  });
}

/** The worker knows the assets of this build, and what it says of a push in each language. */
function buildWorker(config: PageConfig, assets: readonly string[], folder: string): void {
  const [icon = { file: 'icon.svg' }] = appIcons(config);
  const sentences = Object.fromEntries(config.locales.map((locale) => [locale, words[locale].mobile.push]));
  buildSync({
    ...common,
    entryPoints: { sw: join(here, 'mobile/worker/main.ts') },
    outdir: folder,
    format: 'iife',
    define: {
      ASSETS: JSON.stringify(assets),
      ICON: JSON.stringify(`/mobile/${icon.file}`),
      PORTAL: JSON.stringify(config.name),
      SENTENCES: JSON.stringify(sentences),
    },
  });
}

/** Writes what the app needs beside its page: worker, icons, and a manifest for each language. `assets`: what it needs to begin. */
export function writeMobileFiles(config: PageConfig, assets: readonly string[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  buildWorker(config, assets, folder);
  const icons = appIcons(config);
  for (const { file, png } of icons) writeFileSync(join(folder, file), png());
  writeFileSync(join(folder, 'icon.svg'), renderAppIcon(config));
  for (const locale of config.locales)
    writeFileSync(join(folder, `app-${locale}.webmanifest`), renderManifest(config, icons, locale));
}
