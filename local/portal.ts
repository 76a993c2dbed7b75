import type { Server } from 'node:http';
import { createFaults } from './aws/faults.ts';
import { createInbox } from './aws/inbox.ts';
import { openObjects } from './aws/objects.ts';
import { createSecrets, type Secrets } from './aws/secrets.ts';
import { createClock } from './clock.ts';
import { createConsole, type Local } from './console/routes.ts';
import { type Database, startDatabase } from './database/java.ts';
import { withHeaders } from './edge/cloudfront.ts';
import type { Response } from './edge/exchange.ts';
import { type Gateway, openGateway, portOf } from './edge/gateway.ts';
import { createPublished } from './edge/published.ts';
import { emptyFolder, type Folder, openFolder } from './folder.ts';
import { claim } from './lock.ts';
import { createLog } from './log.ts';
import { openAws, openBucket, platformWith } from './platform.ts';
import { createConnections } from './sockets/connections.ts';
import { readAssembly } from './stack/assembly.ts';
import { REGION } from './stack/intrinsics.ts';
import { type Places, type Plan, readPlan } from './stack/plan.ts';
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
  readonly folder: Folder;
  /** Synthesizes again, and plays what came of it. Never rejects: what went wrong is printed, and the old version stays. */
  readonly reload: () => Promise<void>;
  /** Resolves when the database has ended by itself, without which nothing works. */
  readonly broken: Promise<void>;
  /** Ends everything that was started. */
  readonly end: () => Promise<void>;
}

/** Runs the stack. Rejects, having ended what it started, when it cannot. */
export async function runPortal(options: Options): Promise<Portal> {
  const ends: Ends = [];
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

type Ends = (() => unknown)[];

async function start(options: Options, ends: Ends): Promise<Omit<Portal, 'end'>> {
  const gateway = await openPort(options.port);
  ends.push(() => closeServer(gateway.server));
  const port = portOf(gateway.server);
  const folder = openFolder(options.data);
  ends.push(await claim(folder, port));
  if (options.fresh) emptyFolder(folder);
  const database = await prepare(options, folder, ends);

  const clock = createClock();
  const log = createLog(options.print);
  const secrets = createSecrets(folder);
  const connections = createConnections(clock);
  ends.push(connections.end);
  const aws = { database, secrets, connections, inbox: createInbox(folder, clock), faults: createFaults() };
  let stage: Stage | undefined;
  const { server, endpoints } = await openAws({ ...aws, onWrite: () => stage?.wake() });
  ends.push(() => closeServer(server));
  const objects = openObjects(folder.path('files'));
  const { origin } = gateway;
  const files = await openBucket({ plan: () => plan.openBucket, objects, origin, clock, faults: aws.faults });
  ends.push(() => closeServer(files.server));
  const places = { origin, aws: endpoints.apigatewaymanagementapi, files: files.url };
  const read = () => readStack(folder.path('assembly'), places, secrets);
  let plan = read();
  const published = createPublished(folder);
  const props = { folder, clock, log, database, published, connections, platform: platformWith(endpoints) };
  const playing = await createStage(plan, props);
  stage = playing;
  ends.push(playing.end);

  const facts = () => ({ origin, region: REGION, endpoints, environment: shownOf(plan, playing) });
  const local = { ...aws, clock, log, facts, published, hints: options.hints };
  serve(gateway, local, playing, () => plan);
  const change = async () => {
    await options.synthesize(folder.path('assembly'));
    plan = read();
    await playing.play(plan);
  };
  const reload = () => tellOf(change, options.print);
  return { origin, port, folder, reload, broken: database.ended };
}

/** What may be shown of outputs and environment: all but the secret. */
function shownOf({ outputs }: Plan, stage: Stage): Readonly<Record<string, string>> {
  const { ORIGIN_SECRET: _, ...environment } = stage.environment();
  return { ...outputs, ...environment };
}

/** Starts the database and synthesizes the stack, together: both take seconds. */
async function prepare({ synthesize }: Options, folder: Folder, ends: Ends): Promise<Database> {
  folder.remove('assembly');
  const starting = startDatabase(folder.path('database'));
  // When the synthesis fails the database is still starting, and must be ended once it has.
  ends.push(() => starting.then((database) => database.end()).catch(() => undefined));
  const [database] = await Promise.all([starting, synthesize(folder.path('assembly'))]);
  return database;
}

async function tellOf(change: () => Promise<void>, print: (words: string) => void): Promise<void> {
  try {
    await change();
    print('The change is live.');
  } catch (error) {
    print(`The change is not live: ${error instanceof Error ? error.message : error}`);
  }
}

function serve(gateway: Gateway, local: Local, stage: Stage, plan: () => Plan): void {
  // What the gateway itself has to say wears what any page wears.
  const policy = () => plan().responseHeaders.get(plan().distribution.behaviours.at(-1)?.responseHeaders ?? '');
  gateway.serve({
    local: createConsole(local),
    edge: stage.edge,
    socketEdge: stage.socketEdge,
    finish: (response: Response) => withHeaders(response, policy()),
    onError: (error) => local.log.say(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  });
}

function readStack(folder: string, places: Places, secrets: Secrets): Plan {
  const assembly = readAssembly(folder);
  secrets.ensure(readSecrets(assembly.template));
  return readPlan(assembly, secrets.part, places);
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
