import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { Fault, type Faults } from '../aws/faults.ts';
import type { Inbox } from '../aws/inbox.ts';
import type { Clock } from '../clock.ts';
import { EMPTY, type Request, type Response, textResponse } from '../edge/exchange.ts';
import type { Published } from '../edge/published.ts';
import type { Log } from '../log.ts';
import type { Connections } from '../sockets/connections.ts';

const Advance = z.strictObject({ advanceSeconds: z.number() });

/** What the command line needs to know to work on this portal. */
export interface StackFacts {
  readonly origin: string;
  readonly region: string;
  readonly endpoints: Readonly<Record<string, string>>;
  /** As the functions have it, taken together. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface Local {
  readonly inbox: Inbox;
  readonly faults: Faults;
  readonly clock: Clock;
  readonly connections: Connections;
  readonly log: Log;
  readonly facts: () => StackFacts;
  readonly published: Published;
  /** Lines that say how to sign in to the demo organisation. */
  readonly hints: () => readonly string[];
}

/** What the command line leaves next to the pages. */
const Notices = z.strictObject({ notices: z.array(z.record(z.string(), z.unknown())) });

type Routes = Readonly<Record<string, (request: Request) => Response>>;

/** Everything below `/_local/`: the person's inbox, and what tests move time and break AWS with. Not part of the stack. */
export function createConsole(local: Local): (request: Request) => Promise<Response> {
  const routes: Routes = { ...personRoutes(local), ...testRoutes(local) };
  return async (request) => {
    const mail = /^\/_local\/messages\/([\w-]+)\/html$/.exec(request.path)?.[1];
    if (mail !== undefined) return showMail(local.inbox, mail);
    const route = routes[`${request.method} ${request.path}`];
    if (route === undefined) return json({ message: 'Not Found' }, 404);
    try {
      return route(request);
    } catch (error) {
      const reason = error instanceof z.core.$ZodError ? z.prettifyError(error) : String(error);
      return json({ message: reason }, 400);
    }
  };
}

const personRoutes = ({ hints }: Local): Routes => ({
  'GET /_local': () => ({ ...textResponse(308, ''), headers: { location: '/_local/' } }),
  'GET /_local/': () => file('index.html', 'text/html'),
  'GET /_local/inbox.css': () => file('inbox.css', 'text/css'),
  'GET /_local/inbox.js': () => file('inbox.js', 'text/javascript'),
  'GET /_local/hints': () => json(hints()),
});

const testRoutes = ({ inbox, faults, clock, connections, log, facts, published }: Local): Routes => ({
  'GET /_local/messages': () => json(inbox.messages()),
  'DELETE /_local/messages': () => done(inbox.clear),
  'GET /_local/faults': () => json(faults.list()),
  'POST /_local/faults': (request) => done(() => faults.add(Fault.parse(bodyOf(request)))),
  'DELETE /_local/faults': () => done(faults.clear),
  'GET /_local/sockets': () => json({ open: connections.count() }),
  'DELETE /_local/sockets': () => done(connections.cut),
  'GET /_local/clock': () => time(clock),
  'POST /_local/clock': (request) => {
    clock.advance(Advance.parse(bodyOf(request)).advanceSeconds);
    return time(clock);
  },
  'PUT /_local/notices': (request) => done(() => published.publish(Notices.parse(bodyOf(request)))),
  'GET /_local/stack': () => json({ ...facts(), clockOffsetSeconds: clock.offsetSeconds() }),
  'GET /_local/logs': () => json(log.lines),
});

const time = (clock: Clock): Response =>
  json({ offsetSeconds: clock.offsetSeconds(), now: new Date(clock.now()).toISOString() });

const bodyOf = (request: Request): unknown => JSON.parse(request.body.toString('utf8'));

function done(work: () => void): Response {
  work();
  return { status: 204, headers: {}, body: EMPTY };
}

const json = (value: unknown, status = 200): Response => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  body: Buffer.from(JSON.stringify(value)),
});

const file = (name: string, type: string): Response => ({
  status: 200,
  headers: {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-cache',
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  },
  body: readFileSync(new URL(`./page/${name}`, import.meta.url)),
});

/** A mail's HTML, in a sandbox of its own wherever it is shown: no script, no origin, only its own styles and pictures. Links open in a new tab. */
function showMail(inbox: Inbox, id: string): Response {
  const html = inbox.messages().find((message) => message.id === id)?.html;
  if (html === undefined) return json({ message: 'Not Found' }, 404);
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; form-action 'none'; frame-ancestors 'self'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    },
    body: Buffer.from(`<base target="_blank">${html}`),
  };
}
