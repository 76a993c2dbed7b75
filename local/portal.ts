import { once } from 'node:events';
import type { Server } from 'node:http';
import { createFaults } from './aws/faults.ts';
import { createInbox } from './aws/inbox.ts';
import { createSecrets, type Secrets } from './aws/secrets.ts';
import { createAwsServer } from './aws/server.ts';
import { createClock } from './clock.ts';
import { createConsole, type Local } from './console/routes.ts';
import { startDatabase } from './database/java.ts';
import { withHeaders } from './edge/cloudfront.ts';
import type { Response } from './edge/exchange.ts';
import { type Gateway, openGateway, portOf } from './edge/gateway.ts';
import { emptyFolder, openFolder } from './folder.ts';
import { claim } from './lock.ts';
import { createLog } from './log.ts';
import { readAssembly } from './stack/assembly.ts';
import { REGION } from './stack/intrinsics.ts';
import { type Plan, readPlan } from './stack/plan.ts';
import { readSecrets } from './stack/secrets.ts';
import { createStage, type Stage } from './stage.ts';
import { Trouble } from './trouble.ts';

export interface Options {
  /** 0: any that is free. */
  readonly port: number;
  /** Folder where data lives. */
  readonly data: string;
  readonly fresh: boolean;
  /** Leaves the stack's assembly in a folder. */
  readonly synthesize: (folder: string) => Promise<void>;
  /** Lines for a person at `/_local/`. */
  readonly hints: () => readonly string[];
  readonly print: (words: string) => void;
}

export interface Portal {
  /** `http://localhost:PORT` */
  readonly origin: string;
  readonly port: number;
  readonly folder: ReturnType<typeof openFolder>;
  /** Synthesizes again, and plays what came of it. Never rejects: what went wrong is printed, and the old version stays. */
  readonly reload: () => Promise<void>;
  /** Resolves when the database has ended by itself, without which nothing works. */
  readonly broken: Promise<void>;
  /** Ends everything that was started. */
  readonly end: () => Promise<void>;
}

/** Runs the stack. Rejects, having ended what it started, when it cannot. */
export async function runPortal(options: Options): Promise<Portal> {
  const ends: (() => unknown)[] = [];
  const end = async () => {
    for (const one of ends.splice(0).reverse()) await one();
  };
  try {
    return { ...(await start(options, ends)), end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function start(options: Options, ends: (() => unknown)[]): Promise<Omit<Portal, 'end'>> {
  const gateway = await openPort(options.port);
  ends.push(() => closeServer(gateway.server));
  const port = portOf(gateway.server);
  const folder = openFolder(options.data);
  ends.push(await claim(folder, port));
  if (options.fresh) emptyFolder(folder);
  folder.remove('assembly');

  // Both take seconds. When one fails the other is awaited, so that what it started can be ended.
  const starting = startDatabase(folder.path('database'));
  ends.push(() => starting.then((database) => database.end()).catch(() => undefined));
  const [database] = await Promise.all([starting, options.synthesize(folder.path('assembly'))]);

  const clock = createClock();
  const log = createLog(options.print);
  const inbox = createInbox(folder, clock);
  const faults = createFaults();
  const secrets = createSecrets(folder);
  const read = () => readStack(folder.path('assembly'), gateway.origin, secrets);
  const plan = read();
  let stage: Stage | undefined;
  const aws = createAwsServer({ database, faults, inbox, secrets, onWrite: () => stage?.wake() });
  aws.listen(0, '127.0.0.1');
  await once(aws, 'listening');
  ends.push(() => closeServer(aws));

  const endpoints = endpointsAt(`http://127.0.0.1:${portOf(aws)}`);
  const playing = await createStage(plan, { folder, clock, log, database, platform: platformWith(endpoints) });
  stage = playing;
  ends.push(playing.end);

  const facts = () => {
    const { ORIGIN_SECRET: _, ...environment } = playing.environment();
    return { origin: gateway.origin, region: REGION, endpoints, environment };
  };
  let newest = plan;
  serve(gateway, { inbox, faults, clock, log, facts, hints: options.hints }, playing, () => newest);

  const reload = async () => {
    try {
      await options.synthesize(folder.path('assembly'));
      newest = read();
      await playing.play(newest);
      options.print('The change is live.');
    } catch (error) {
      options.print(`The change is not live: ${error instanceof Error ? error.message : error}`);
    }
  };
  return { origin: gateway.origin, port, folder, reload, broken: database.ended };
}

function serve(gateway: Gateway, local: Local, stage: Stage, plan: () => Plan): void {
  // What the gateway itself has to say wears what any page wears.
  const policy = () => plan().responseHeaders.get(plan().distribution.behaviours.at(-1)?.responseHeaders ?? '');
  gateway.serve({
    local: createConsole(local),
    edge: stage.edge,
    finish: (response: Response) => withHeaders(response, policy()),
    onError: (error) => local.log.say(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  });
}

function readStack(folder: string, origin: string, secrets: Secrets): Plan {
  const assembly = readAssembly(folder);
  secrets.ensure(readSecrets(assembly.template));
  return readPlan(assembly, secrets.part, origin);
}

async function openPort(port: number): Promise<Gateway> {
  try {
    return await openGateway(port);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new Trouble(
        `Port ${port} is taken: stop what listens there, or choose another, for example PORT=${port + 1} npm start.`,
      );
    }
    throw error;
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

const endpointsAt = (url: string) => ({ dynamodb: url, sesv2: url, sns: url, secrets_manager: url });

/** As Lambda sets it, with the clients' endpoints in place of AWS's. */
function platformWith(endpoints: Readonly<Record<string, string>>): Record<string, string> {
  return {
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    ...Object.fromEntries(
      Object.entries(endpoints).map(([service, url]) => [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, url]),
    ),
  };
}
