import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { type Locale, locales } from '../locales/locale.ts';
import { type Words, words } from '../locales/pages/words.ts';
import { buildMobileScript, writeMobileFiles } from './build-mobile.ts';
import { accountPage, securityPage } from './pages/account.ts';
import { activationPage } from './pages/activation.ts';
import { renderFavicon } from './pages/brand.ts';
import { contactPage } from './pages/contact.ts';
import { mobilePage } from './pages/mobile.ts';
import { notFoundPage } from './pages/not-found.ts';
import { notMePage } from './pages/not-me.ts';
import { type Assets, type Page, type PageContext, renderPage, type StyleName } from './pages/page.ts';
import type { PageConfig, PageTile } from './pages/page-config.ts';
import { phonesPage } from './pages/phones.ts';
import { portalPage } from './pages/portal.ts';
import { forgotPasswordPage, forgotUsernamePage } from './pages/recovery.ts';
import { signInPage } from './pages/sign-in.ts';
import { supportPage } from './pages/support.ts';
import { findLowContrast, renderTheme } from './pages/theme.ts';
import { renderTints } from './pictures/tints.ts';
import { phoneWordsOf } from './sign-in/phone/words.ts';

export type { PageConfig } from './pages/page-config.ts';

const here = import.meta.dirname;

type Template = (context: PageContext) => Page;

/** Every page of a deployment, by its file inside a language's folder. */
function pagesOf({ identifiers }: PageConfig): Readonly<Record<string, Template>> {
  return {
    'index.html': signInPage,
    'portal/index.html': portalPage,
    'recovery/index.html': forgotPasswordPage,
    ...(identifiers.includes('username') && { 'recovery/username/index.html': forgotUsernamePage }),
    'activate/index.html': activationPage,
    'portal/account/index.html': accountPage,
    'portal/security/index.html': securityPage,
    'portal/phones/index.html': phonesPage,
    'portal/support/index.html': supportPage,
    'not-me/index.html': notMePage,
    'mobile/index.html': mobilePage,
    'help/index.html': contactPage,
    '404.html': notFoundPage,
  };
}

const scripts = {
  'sign-in': join(here, 'sign-in/main.ts'),
  'phone-sign-in': join(here, 'sign-in/phone/main.ts'),
  portal: join(here, 'portal/main.ts'),
  recovery: join(here, 'recovery/main.ts'),
  'forgot-password': join(here, 'recovery/forgot-password.ts'),
  'forgot-username': join(here, 'recovery/forgot-username.ts'),
  activation: join(here, 'activation/main.ts'),
  'not-me': join(here, 'not-me/main.ts'),
  help: join(here, 'help/main.ts'),
  account: join(here, 'portal/account.ts'),
  security: join(here, 'portal/security.ts'),
  phones: join(here, 'portal/phones.ts'),
  support: join(here, 'support/main.ts'),
  plain: join(here, 'shared/plain.ts'),
};

function buildScripts(folder: string): Assets['scripts'] {
  const built = buildSync({
    entryPoints: scripts,
    entryNames: '[name]-[hash]',
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    metafile: true,
  });
  const addressOf = (name: string): string => {
    const file = Object.keys(built.metafile.outputs).find((output) => basename(output).startsWith(`${name}-`));
    if (file === undefined) throw new Error(`esbuild wrote no script for ${name}`);
    return `/assets/${basename(file)}`;
  };
  return {
    'sign-in': addressOf('sign-in'),
    'phone-sign-in': addressOf('phone-sign-in'),
    portal: addressOf('portal'),
    recovery: addressOf('recovery'),
    'forgot-password': addressOf('forgot-password'),
    'forgot-username': addressOf('forgot-username'),
    activation: addressOf('activation'),
    'not-me': addressOf('not-me'),
    help: addressOf('help'),
    account: addressOf('account'),
    security: addressOf('security'),
    phones: addressOf('phones'),
    support: addressOf('support'),
    plain: addressOf('plain'),
    mobile: buildMobileScript(folder),
  };
}

/** Pages that ask for a password show no pictures before a phone is chosen. */
const renderColours = (name: StyleName, config: PageConfig): string =>
  name === 'style' ? renderTheme(config) : renderTheme(config) + renderTints();

function buildStyle(name: StyleName, config: PageConfig, folder: string): string {
  const built = buildSync({
    stdin: {
      contents: `@import './style/${name}.css'; ${renderColours(name, config)}`,
      loader: 'css',
      resolveDir: here,
    },
    entryNames: `${name}-[hash]`,
    outdir: folder,
    bundle: true,
    minify: true,
    target: 'es2022',
    legalComments: 'none',
    metafile: true,
  });
  const [file = ''] = Object.keys(built.metafile.outputs);
  return `/assets/${basename(file)}`;
}

function buildStyles(config: PageConfig, folder: string): Assets['styles'] {
  const addressOf = (name: StyleName) => buildStyle(name, config, folder);
  return {
    style: addressOf('style'),
    desk: addressOf('desk'),
    tickets: addressOf('tickets'),
    help: addressOf('help'),
    phone: addressOf('phone'),
    mobile: addressOf('mobile'),
  };
}

/** Pictures of tiles are files, so that a browser keeps them; an image of a page can run nothing. */
function buildPictures({ tiles }: PageConfig, folder: string): Assets['pictures'] {
  const written = tiles.flatMap((tile): [PageTile, string][] => {
    if (tile.picture === undefined) return [];
    const name = `tile-${createHash('sha256').update(tile.picture).digest('hex').slice(0, 8).toUpperCase()}.svg`;
    write(join(folder, name), tile.picture);
    return [[tile, `/assets/${name}`]];
  });
  return new Map(written);
}

/** Words that a page fetches only when they are needed: a file for each language, named by its content. */
function writeWords(
  prefix: string,
  folder: string,
  wordsOf: (own: Words) => unknown,
): Readonly<Record<Locale, string>> {
  const addressOf = (locale: Locale) => {
    const text = JSON.stringify(wordsOf(words[locale]));
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 8).toUpperCase();
    write(join(folder, `${prefix}-${locale}-${hash}.json`), text);
    return `/assets/${prefix}-${locale}-${hash}.json`;
  };
  return {
    'en-GB': addressOf('en-GB'),
    'en-US': addressOf('en-US'),
    nl: addressOf('nl'),
    fr: addressOf('fr'),
    de: addressOf('de'),
  };
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/**
 * Writes all pages of a deployment into `outDir`, in place of what an earlier build wrote there: `<locale>/…/index.html` and
 * `<locale>/404.html` for each language, `assets/` with hashed names, `mobile/` with the worker of the phone's app,
 * `favicon.svg` and `robots.txt`.
 * Needs no network. Throws when the accent colours cannot be read, with the pair that fails.
 */
export function buildPages({ config, outDir }: { readonly config: PageConfig; readonly outDir: string }): void {
  const unreadable = findLowContrast(config);
  if (unreadable.length > 0) throw new Error(`The accent colours are too hard to read:\n${unreadable.join('\n')}`);
  for (const stale of ['assets', 'mobile', ...locales]) rmSync(join(outDir, stale), { recursive: true, force: true });
  const folder = join(outDir, 'assets');
  const assets = {
    styles: buildStyles(config, folder),
    scripts: buildScripts(folder),
    pictures: buildPictures(config, folder),
    help: writeWords('help', folder, (own) => own.help),
    phoneWords: writeWords('phone-words', folder, phoneWordsOf),
  };
  for (const locale of config.locales) {
    const context = { config, locale, words: words[locale], assets };
    for (const [file, page] of Object.entries(pagesOf(config))) {
      write(join(outDir, locale, file), renderPage(context, page(context)));
    }
  }
  writeMobileFiles(config, [assets.styles.mobile, assets.scripts.mobile], join(outDir, 'mobile'));
  write(join(outDir, 'favicon.svg'), renderFavicon(config));
  write(join(outDir, 'robots.txt'), 'User-agent: *\nDisallow: /\n');
}

if (import.meta.main) {
  const [outDir] = process.argv.slice(2);
  if (outDir === undefined) throw new Error('Say where to: node web/build.ts OUTDIR');
  const { resolveConfig } = await import('../lib/config.ts');
  const { default: given } = await import('../portal.config.ts');
  const config = resolveConfig(given);
  const read = (path: string | undefined) => (path === undefined ? undefined : readFileSync(path, 'utf8'));
  const tiles = config.tiles.map((tile) => ({ ...tile, picture: read(tile.picture) }));
  const appIcon = config.appIcon === undefined ? undefined : readFileSync(config.appIcon);
  buildPages({ config: { ...config, logo: read(config.logo), appIcon, tiles }, outDir });
}
