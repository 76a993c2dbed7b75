import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const MAC = 'Contents/MacOS';

/** Where Chrome and its kin are installed, by platform. */
const INSTALLED: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'].map((name) => `/usr/bin/${name}`),
  darwin: ['/Applications', join(homedir(), 'Applications')].flatMap((folder) => [
    `${folder}/Google Chrome.app/${MAC}/Google Chrome`,
    `${folder}/Chromium.app/${MAC}/Chromium`,
    `${folder}/Microsoft Edge.app/${MAC}/Microsoft Edge`,
  ]),
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ]),
};

const FLAGS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-component-update', '--disable-sync'];

const HAS_PACKAGE = process.platform === 'linux' && process.arch === 'x64';

/**
 * A browser without a window: the one at CHROME_PATH, else the Chromium that comes as an npm package, the same for
 * everybody; where there is none, one that is installed, which draws its whole window unseen and takes four times as
 * long for a page. GATEHOUSE_BROWSER=installed asks for the last one. `flags`: switches besides the usual ones.
 */
export async function openChromium(flags: readonly string[] = []): Promise<Browser> {
  const { executablePath, env } = await browserFor(process.env);
  return chromium.launch({ executablePath, args: [...FLAGS, ...flags], env: { ...process.env, ...env } });
}

async function browserFor({ CHROME_PATH: chosen, GATEHOUSE_BROWSER: kind }: NodeJS.ProcessEnv) {
  if (chosen !== undefined && !existsSync(chosen)) throw new Error(`CHROME_PATH leads nowhere: ${chosen}`);
  if (HAS_PACKAGE && chosen === undefined && kind !== 'installed') return packagedBrowser();
  const executablePath = chosen ?? INSTALLED[process.platform]?.find((path) => existsSync(path));
  if (executablePath !== undefined) return { executablePath, env: {} };
  throw new Error('The browser tests need Chrome: install it, or say where it is with CHROME_PATH.');
}

/** The packaged Chromium with the libraries that a bare machine lacks; unpacked once for each version. */
async function packagedBrowser() {
  const manifest = findPackageJSON('@sparticuz/chromium', import.meta.url) ?? '';
  const { version }: { version: string } = JSON.parse(readFileSync(manifest, 'utf8'));
  const cache = join(dirname(manifest), '..', '..', '.cache');
  const home = join(cache, `chromium-${version}`);
  if (!existsSync(home)) await unpack(cache, home);
  return {
    executablePath: join(home, 'chromium'),
    env: { LD_LIBRARY_PATH: join(home, 'al2023', 'lib'), FONTCONFIG_FILE: join(home, 'fonts.conf') },
  };
}

/** Other test files may be doing the same: unpacked aside, and moved there whole. */
async function unpack(cache: string, home: string): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const aside = mkdtempSync(join(cache, 'unpacking-'));
  const before = { ...process.env };
  // The package unpacks its libraries only where it believes to be at home, and everything into the temporary folder.
  Object.assign(process.env, { TMPDIR: aside, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' });
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    packaged.setGraphicsMode = false;
    await packaged.executablePath();
    // Its own list of fonts names folders of Lambda, and without any font Chromium ends.
    writeFileSync(join(aside, 'fonts.conf'), fontsIn(home));
    moveUnlessThere(aside, home);
  } finally {
    rmSync(aside, { recursive: true, force: true });
    for (const name of ['TMPDIR', 'AWS_EXECUTION_ENV', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}

function moveUnlessThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  }
}

const fontsIn = (home: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(home, 'fonts')}</dir><cachedir>${join(home, 'fonts-cache')}</cachedir></fontconfig>
`;
