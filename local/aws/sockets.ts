import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connection, Connections } from '../sockets/connections.ts';
import { refuse } from './answers.ts';

const LONGEST_BYTES = 128 * 1024;
const OPERATIONS: Readonly<Record<string, string>> = {
  POST: 'PostToConnection',
  DELETE: 'DeleteConnection',
  GET: 'GetConnection',
};

/** The operation of the `@connections` API that a request names by its method and path, if it does. */
export function operationOf({ method = '', url = '' }: IncomingMessage): string | undefined {
  return connectionIn(url) === undefined ? undefined : OPERATIONS[method];
}

/** `/ws/@connections/ID` */
function connectionIn(url: string): string | undefined {
  const id = /^\/[^/]+\/@connections\/([^/?]+)$/.exec(url)?.[1];
  return id === undefined ? undefined : decodeURIComponent(id);
}

/** Posts to a socket, ends it, or tells of it. Without `answered` the answer goes nowhere. */
export function reachConnection(
  connections: Connections,
  { method, url = '' }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
  answered: ServerResponse | undefined,
): void {
  const found = connections.get(connectionIn(url) ?? '');
  const no = (error: string) => refuse(response, 'apigatewaymanagementapi', { error });
  if (found === undefined) no('GoneException');
  else if (method === 'GET') tell(found, answered);
  else if (method === 'DELETE') {
    found.socket.close(1000);
    answered?.writeHead(204).end();
  } else if (body.length > LONGEST_BYTES) no('PayloadTooLargeException');
  else {
    connections.send(found, body.toString('utf8'));
    answered?.writeHead(200).end();
  }
}

function tell({ connectedAt, lastActiveAt }: Connection, answered: ServerResponse | undefined): void {
  const [connected, lastActive] = [connectedAt, lastActiveAt].map((at) => new Date(at).toISOString());
  const told = { connectedAt: connected, lastActiveAt: lastActive };
  answered?.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(told));
}
