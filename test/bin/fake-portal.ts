import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { Settings } from '../../lambdas/settings.ts';
import { type Ran, runHere } from '../harness/command-line.ts';
import type { Database } from '../harness/dynamodb.ts';

export type { Ran };

export const settings: Settings = {
  name: 'Gatehouse',
  accent: '#1d3fae',
  identifiers: ['email', 'username'],
  locales: ['en-GB', 'nl'],
  supportAddress: 'help@example.org',
  senderAddress: 'sign-in@example.org',
  smsCountries: ['NL', 'US'],
  smsPerDay: 200,
  passwordPolicy: 'classic',
  recovery: 'code',
  recoverySeparateChannel: true,
  approvalMatch: 'pick',
  approvalUsernameFirst: 'anywhere',
  sessionIdleSeconds: 1800,
  sessionAbsoluteSeconds: 28_800,
  knownBrowserSeconds: 180 * 86_400,
  auditSeconds: 86_400,
};

/** What the command line asks of a portal, local (`/_local/stack`) and deployed (CloudFormation), over real tables. */
export interface FakePortal {
  /** Runs the command line on the local portal, in this process. */
  local(words: readonly string[], stdin?: string | Buffer): Promise<Ran>;
  /** The same in a process of its own. */
  spawned(words: readonly string[], stdin?: string): Promise<Ran>;
  /** In a process of its own, with credentials of AWS. */
  deployed(words: readonly string[], stdin?: string): Promise<Ran>;
  /** What was written next to the pages, oldest first. */
  readonly published: Published[];
  readonly broken: Set<'publishing'>;
  end(): Promise<void>;
}

interface Published {
  readonly path: string | undefined;
  readonly body: unknown;
  readonly headers: IncomingHttpHeaders;
}

export const CLOCK_OFFSET_SECONDS = 86_400;

export async function startFakePortal(database: Database): Promise<FakePortal> {
  const { AWS_ENDPOINT_URL_DYNAMODB = '', ...tables } = database.variables;
  const environment = {
    ...tables,
    SETTINGS: JSON.stringify(settings),
    PORTAL_ORIGIN: 'https://id.example.org',
    PAGES_BUCKET: 'pages',
  };
  const stack = {
    origin: 'http://localhost',
    region: 'eu-west-1',
    endpoints: { dynamodb: AWS_ENDPOINT_URL_DYNAMODB },
    environment,
    clockOffsetSeconds: CLOCK_OFFSET_SECONDS,
  };
  const published: Published[] = [];
  const broken = new Set<'publishing'>();
  const server = createServer(async (request, response) => {
    if (request.url === '/_local/stack') return response.end(JSON.stringify(stack));
    const path = request.url?.split('?')[0];
    let body = '';
    for await (const chunk of request) body += chunk;
    if (request.method === 'PUT') {
      published.push({ path, body: JSON.parse(body), headers: request.headers });
      response.statusCode = broken.has('publishing') ? 500 : 200;
      return response.end();
    }
    const isKnown = new URLSearchParams(body).get('StackName') === 'Portal';
    response.statusCode = isKnown ? 200 : 400;
    response.setHeader('content-type', 'text/xml');
    response.end(isKnown ? describe(environment) : NO_SUCH_STACK);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    published,
    broken,
    local: (words, stdin = '') => runHere(words, stdin, { PORT: String(port) }),
    spawned: (words, stdin) => spawnIt(words, stdin, { PORT: String(port) }),
    deployed: (words, stdin) =>
      spawnIt([...words, '--region', 'eu-west-1'], stdin, {
        AWS_ENDPOINT_URL_CLOUDFORMATION: `http://127.0.0.1:${port}`,
        AWS_ENDPOINT_URL_DYNAMODB,
        AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
        AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'secret-access-key-canary',
      }),
    end: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function spawnIt(words: readonly string[], stdin = '', variables: Record<string, string>): Promise<Ran> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, ['bin/gatehouse.ts', ...words], { env: { PATH, ...variables } });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  // It may end without having read.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  return new Promise((resolve, reject) => child.on('close', (code) => resolve({ code, ...said })).on('error', reject));
}

function describe(environment: Readonly<Record<string, string>>): string {
  const outputs = Object.entries(environment).map(([name, value]) => {
    const key = name.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const text = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    return `<member><OutputKey>${key}</OutputKey><OutputValue>${text}</OutputValue></member>`;
  });
  return `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult>
<Stacks><member><StackName>Portal</StackName><Outputs>${outputs.join('')}</Outputs></member></Stacks>
</DescribeStacksResult></DescribeStacksResponse>`;
}

const NO_SUCH_STACK = `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type>
<Code>ValidationError</Code><Message>Stack with id Other does not exist</Message></Error></ErrorResponse>`;
