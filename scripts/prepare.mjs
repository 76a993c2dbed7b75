// Runs before `npm start` and `npm test`, perhaps on an old Node and with nothing installed: so no packages and no
// new syntax here. Sees that everything is there, installs what the lock file asks for, and says in one sentence
// what a person has to do about the rest.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const LEAST_JAVA = 17;
/** The first with `crypto.argon2`. */
const LEAST_NODE = [24, 7];

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function checkJava() {
  const { error, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = /version "(?:1\.)?(\d+)/.exec(stderr ?? '')?.[1];
  if (error || version === undefined) {
    stop(
      `The local database needs Java ${LEAST_JAVA} or newer, and there is none on the PATH: install it, for example from https://adoptium.net, and try again.`,
    );
  }
  if (Number(version) < LEAST_JAVA) {
    stop(
      `The local database needs Java ${LEAST_JAVA} or newer, and this is ${version}: install a newer one, for example from https://adoptium.net, and try again.`,
    );
  }
}

function packagesIn(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return {};
  }
}

/** npm keeps a list of what it installed. Optional packages are those of other platforms too, so they may be missing. */
function isInstalled() {
  const installed = packagesIn('node_modules/.package-lock.json');
  return Object.entries(packagesIn('package-lock.json')).every(
    ([path, { optional, version }]) => path === '' || optional || installed[path]?.version === version,
  );
}

function install() {
  const npm = process.env.npm_execpath;
  const words = ['ci', '--loglevel=warn'];
  const { status } = npm
    ? spawnSync(process.execPath, [npm, ...words], { stdio: ['ignore', 2, 2] })
    : spawnSync('npm', words, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (status !== 0)
    stop('The packages could not be installed: see what npm says above, then run `npm ci` and try again.');
}

/** The scripts' Node, which npm finds among the packages, not the one that runs this. */
function checkNode() {
  const { stdout } = spawnSync('node', ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' });
  const [major = 0, minor = 0] = (stdout ?? '').replace('v', '').split('.').map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return;
  stop(
    `This needs Node ${LEAST_NODE.join('.')} or newer, and the scripts run on ${(stdout ?? '').trim() || 'none'}: run \`npm ci\`, and if that does not help (there is no package with it for every platform) install it from https://nodejs.org.`,
  );
}

checkJava();
if (!isInstalled()) install();
checkNode();
