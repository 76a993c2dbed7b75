import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { startPortal } from '../harness/local-run.ts';
import { sharedAssembly } from '../harness/shared-assembly.ts';

const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'portal-'));
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Processes that work on a data folder: the run itself, and Java with its guard. */
const processesOn = (folder: string): string[] =>
  execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(folder));

async function untilNothingRunsOn(folder: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (processesOn(folder).length > 0) {
    if (Date.now() > deadline) throw new Error(`Still running:\n${processesOn(folder).join('\n')}`);
    await pause(100);
  }
}

const start = (env: Record<string, string>, assembly: string) =>
  spawnSync(process.execPath, ['local/start.ts', '--no-watch', '--assembly', assembly], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });

it('serves the synthesized stack, says so in one line, and keeps its data until it is told to forget', async () => {
  const data = newFolder();
  const first = await startPortal({ data });
  expect(first.startText.split('\n').filter((line) => /\bready\b/.test(line))).toEqual([
    `Gatehouse is ready at ${first.url} (stop with Ctrl-C)`,
  ]);
  expect(await (await fetch(first.url)).text()).toContain('<!doctype html>');
  const headers = { origin: first.url, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
  const body = JSON.stringify({ identifier: 'nobody', password: 'wrong' });
  const refused = await fetch(`${first.url}/api/sign-in`, { method: 'POST', headers, body });
  expect([refused.status, refused.headers.get('content-type')]).toEqual([401, 'application/problem+json']);
  expect(processesOn(data)).not.toEqual([]);
  expect(statSync(join(data, 'secrets.json')).mode & 0o077).toBe(0);
  const secrets = readFileSync(join(data, 'secrets.json'), 'utf8');
  const [database] = readdirSync(join(data, 'database'));
  await first.stop();
  await untilNothingRunsOn(data);

  const assembly = await sharedAssembly();
  const second = await startPortal({ data, assembly });
  expect(readFileSync(join(data, 'secrets.json'), 'utf8')).toBe(secrets);
  expect(readdirSync(join(data, 'database'))).toContain(database);
  await second.stop();

  const third = await startPortal({ data, assembly, words: ['--fresh'] });
  expect(readFileSync(join(data, 'secrets.json'), 'utf8')).not.toBe(secrets);
  expect(readdirSync(join(data, 'database'))).not.toContain(database);
  await third.stop();
});

it('leaves nothing running when it is killed', async () => {
  const data = newFolder();
  const run = await startPortal({ data, assembly: await sharedAssembly() });
  expect(processesOn(data)).not.toEqual([]);
  run.process.kill('SIGKILL');
  await untilNothingRunsOn(data);
  await run.stop();
});

it('ends when its parent is gone', async () => {
  const data = newFolder();
  const program = `"${process.execPath}" local/start.ts --no-watch --assembly "${await sharedAssembly()}"`;
  const parent = spawn('sh', ['-c', `${program} & wait`], {
    env: { ...process.env, PORT: '0', GATEHOUSE_DATA: data },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise<void>((resolve) =>
    parent.stdout.on('data', (chunk) => /\bready\b/.test(String(chunk)) && resolve()),
  );
  parent.kill('SIGKILL');
  await untilNothingRunsOn(data);
  // The last thing it does is to give the folder back.
  const deadline = Date.now() + 60_000;
  while (existsSync(join(data, 'run.json')) && Date.now() < deadline) await pause(50);
  expect(existsSync(join(data, 'run.json'))).toBe(false);
});

it('says in one sentence that the port is taken', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const child = spawn(process.execPath, ['local/start.ts'], {
    env: { ...process.env, PORT: String(port), GATEHOUSE_DATA: newFolder() },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  server.close();
  expect([code, said]).toEqual([
    1,
    `Port ${port} is taken: stop what listens there, or choose another, for example PORT=${port + 1} npm start.\n`,
  ]);
});

it('says in one sentence that another run has the data', async () => {
  const data = newFolder();
  const assembly = await sharedAssembly();
  const run = await startPortal({ data, assembly });
  const { status, stderr } = start({ PORT: '0', GATEHOUSE_DATA: data }, assembly);
  await run.stop();
  expect([status, stderr]).toEqual([
    1,
    `This data folder is in use at ${run.url} (process ${run.process.pid}): stop that one, or set GATEHOUSE_DATA to another folder.\n`,
  ]);
});

it('says in one sentence that Java is missing', async () => {
  const env = { PORT: '0', GATEHOUSE_DATA: newFolder(), PATH: onlyNode() };
  const { status, stderr } = start(env, await sharedAssembly());
  expect([status, stderr]).toEqual([
    1,
    'The local database needs Java 17 or newer (for example from https://adoptium.net): install it, and start again.\n',
  ]);
});

it('says so before anything is installed, too', () => {
  const prepare = (path: string) =>
    spawnSync(process.execPath, ['scripts/prepare.mjs'], { encoding: 'utf8', env: { ...process.env, PATH: path } });
  expect(prepare(process.env.PATH ?? '').stderr).toBe('');
  expect(prepare(onlyNode()).stderr).toMatch(/^The local database needs Java 17 or newer[^\n]*\n$/);
});

/** A PATH with Node and a shell and nothing else. */
function onlyNode(): string {
  const folder = newFolder();
  symlinkSync(process.execPath, join(folder, 'node'));
  symlinkSync('/bin/sh', join(folder, 'sh'));
  return folder;
}
