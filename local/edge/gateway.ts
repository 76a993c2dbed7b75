import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { fromPlain, needsPlainCookies, toPlain } from './cookies.ts';
import { EMPTY, type Request, type Response, textResponse } from './exchange.ts';
import type { SocketEdge } from './socket-edge.ts';
import { createUpgrade } from './upgrade.ts';

/** More than the API takes (10 MB), so that it is the API that refuses. */
const BODY_LIMIT_BYTES = 11 * 1024 * 1024;
const HEADER_LIMIT_BYTES = 32 * 1024;

export interface Gateway {
  readonly server: Server;
  /** `http://localhost:PORT` */
  readonly origin: string;
  /** Until this is called, everything is answered with 503. */
  readonly serve: (site: Pages) => void;
}

/** Who answers what. `headers` are put on what the gateway itself has to say. */
export interface Pages {
  readonly local: (request: Request) => Promise<Response>;
  readonly edge: (request: Request) => Promise<Response>;
  readonly socketEdge: SocketEdge;
  readonly finish: (response: Response) => Response;
  /** A bug of the local run itself. */
  readonly onError: (error: unknown) => void;
}

/** Listens on 127.0.0.1. Rejects when the port is taken. Port 0: any that is free. */
export async function openGateway(wanted: number): Promise<Gateway> {
  let pages: Pages | undefined;
  const server = createServer({ maxHeaderSize: HEADER_LIMIT_BYTES }, (message, answer) => {
    handle(message, answer, portOf(server), pages).catch((error: unknown) => {
      pages?.onError(error);
      if (!answer.headersSent)
        send(answer, textResponse(500, 'The local run failed; it says why where it was started.'));
    });
  });
  const upgrade = createUpgrade();
  server.on('upgrade', (message, socket, head) => {
    socket.on('error', () => socket.destroy());
    answerSocket(message, portOf(server), pages).then(
      (answer) => upgrade({ message, socket, head }, answer),
      (error: unknown) => {
        pages?.onError(error);
        socket.destroy();
      },
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(wanted, '127.0.0.1', resolve));
  return {
    server,
    origin: `http://localhost:${portOf(server)}`,
    serve: (site) => {
      pages = site;
    },
  };
}

/** The port a server listens on. */
export function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function handle(message: IncomingMessage, answer: ServerResponse, port: number, pages?: Pages): Promise<void> {
  const { host = '', origin } = message.headers;
  const url = message.url ?? '/';
  const misled = misleading(message, port);
  if (misled) return send(answer, misled);
  if (pages === undefined) return send(answer, STARTING);

  const isForeign = origin !== undefined && origin !== `http://${host}`;
  // The functions refuse foreign origins themselves, as they must once deployed; so theirs is the answer there.
  if (isForeign && !url.startsWith('/api/')) {
    return send(answer, pages.finish(textResponse(403, 'Requests from other sites are refused.')));
  }
  const body = await readBody(message);
  if (body === undefined) return send(answer, pages.finish(textResponse(413, 'The request is too large.')));
  const request = requestOf(message, url, body);
  const isLocal = request.path === '/_local' || request.path.startsWith('/_local/');
  const response = isLocal ? await pages.local(request) : await pages.edge(request);
  send(answer, needsPlainCookies(request.headers) ? withPlainCookies(response) : response);
}

const STARTING = textResponse(503, 'The portal is starting. Try again in a moment.');

/** What is told to whoever asks under another name than the portal's. */
function misleading({ headers: { host = '' }, url = '/' }: IncomingMessage, port: number): Response | undefined {
  if (host === `localhost:${port}`) return undefined;
  const isNumber = host === `127.0.0.1:${port}` || host === `[::1]:${port}`;
  const home = `http://localhost:${port}`;
  return isNumber ? redirect(`${home}${url}`) : textResponse(403, `This portal lives at ${home}.`);
}

/** The function itself refuses sockets of foreign origins, as it must once deployed. */
async function answerSocket(message: IncomingMessage, port: number, pages?: Pages) {
  const refused = misleading(message, port);
  if (refused) return refused;
  return pages === undefined ? STARTING : pages.socketEdge(requestOf(message, message.url ?? '/', EMPTY));
}

const redirect = (location: string): Response => ({ ...textResponse(308, location), headers: { location } });

function requestOf(message: IncomingMessage, url: string, body: Buffer): Request {
  const headers = Object.fromEntries(
    Object.entries(message.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
  if (headers.cookie !== undefined && needsPlainCookies(headers)) headers.cookie = fromPlain(headers.cookie);
  const [path = '/', ...query] = url.split('?');
  return {
    method: message.method ?? 'GET',
    path,
    query: query.join('?'),
    headers,
    body,
    viewer: viewerOf(message, headers['x-local-viewer-address']),
  };
}

/** Everybody here comes from one machine, so tests may say where they come from: an address, with or without a port. */
function viewerOf({ socket }: IncomingMessage, played: string | undefined): string {
  if (played !== undefined) return isIP(played) === 0 ? played : `${played}:${socket.remotePort}`;
  return `${socket.remoteAddress}:${socket.remotePort}`;
}

async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message) {
    length += chunk.length;
    // What is too much is read and forgotten, so that the client gets to read the answer.
    if (length <= BODY_LIMIT_BYTES) chunks.push(chunk);
  }
  return length <= BODY_LIMIT_BYTES ? Buffer.concat(chunks) : undefined;
}

function withPlainCookies(response: Response): Response {
  const cookies = response.headers['set-cookie'];
  if (cookies === undefined) return response;
  return { ...response, headers: { ...response.headers, 'set-cookie': [cookies].flat().map(toPlain) } };
}

function send(answer: ServerResponse, { status, headers, body }: Response): void {
  for (const [name, value] of Object.entries(headers)) answer.setHeader(name, value);
  if (status !== 304 && status !== 204) answer.setHeader('content-length', body.length);
  answer.writeHead(status).end(body);
}
