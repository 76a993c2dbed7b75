import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Admission } from '../sockets/socket-api.ts';
import type { Response } from './exchange.ts';

/**
 * API Gateway takes frames of 32 KB and messages of 128 KB in several of them. Nothing of the portal sends a message, so
 * the one limit is played for both: what is larger ends the socket with 1009.
 */
const LARGEST_BYTES = 32 * 1024;

/** Answers a request for a socket: opens it, or says no as any HTTP server does. */
export type Upgrade = (
  asked: { readonly message: IncomingMessage; readonly socket: Duplex; readonly head: Buffer },
  answer: Response | Admission,
) => void;

export function createUpgrade(): Upgrade {
  const chosen = new WeakMap<IncomingMessage, string>();
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_BYTES,
    handleProtocols: (_, message) => chosen.get(message) ?? false,
  });
  return ({ message, socket, head }, answer) => {
    if ('status' in answer) return refuse(socket, answer);
    if (answer.protocol !== undefined) chosen.set(message, answer.protocol);
    server.handleUpgrade(message, socket, head, answer.opened);
  };
}

function refuse(socket: Duplex, { status, headers, body }: Response): void {
  const lines = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...lines,
    `content-length: ${body.length}`,
    'connection: close',
  ];
  socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]));
}
