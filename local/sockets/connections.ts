import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import type { Clock } from '../clock.ts';

const IDLE_SECONDS = 10 * 60;
const LONGEST_SECONDS = 2 * 3600;
const LOOK_MILLISECONDS = 1000;
const GOING_AWAY = 1001;

/** An open socket, in the words of the `@connections` API. */
export interface Connection {
  readonly socket: WebSocket;
  /** Milliseconds since 1970, by the clock of the functions. */
  readonly connectedAt: number;
  lastActiveAt: number;
}

/** The sockets that are open, by the ids that the functions know. They outlive a change of the stack. */
export interface Connections {
  /** An id for a socket that is asked for. */
  readonly newId: () => string;
  readonly add: (id: string, socket: WebSocket) => void;
  readonly get: (id: string) => Connection | undefined;
  /** Says something to whoever holds it. */
  readonly send: (connection: Connection, text: string) => void;
  readonly count: () => number;
  /** Breaks them all, as a bad network does: neither side says good-bye. */
  readonly cut: () => void;
  readonly end: () => void;
}

/** Closes what is idle or old, as API Gateway does, by the clock that tests move. */
export function createConnections(clock: Clock): Connections {
  const open = new Map<string, Connection>();
  const look = setInterval(() => {
    for (const { socket, connectedAt, lastActiveAt } of open.values()) {
      const isOld = clock.now() - connectedAt >= LONGEST_SECONDS * 1000;
      if (isOld || clock.now() - lastActiveAt >= IDLE_SECONDS * 1000) socket.close(GOING_AWAY, 'Going away');
    }
  }, LOOK_MILLISECONDS);
  look.unref();
  const cut = () => {
    for (const { socket } of open.values()) socket.terminate();
  };
  return {
    newId: () => randomBytes(11).toString('base64'),
    add: (id, socket) => {
      const connection = { socket, connectedAt: clock.now(), lastActiveAt: clock.now() };
      open.set(id, connection);
      socket.on('close', () => open.delete(id)).on('error', () => socket.terminate());
      socket.on('message', () => {
        connection.lastActiveAt = clock.now();
        // There is no route for what comes in; API Gateway says so.
        socket.send(JSON.stringify({ message: 'Forbidden', connectionId: id, requestId: 'local' }));
      });
    },
    get: (id) => {
      const connection = open.get(id);
      return connection?.socket.readyState === WebSocket.OPEN ? connection : undefined;
    },
    send: (connection, text) => {
      connection.lastActiveAt = clock.now();
      connection.socket.send(text);
    },
    count: () => open.size,
    cut,
    end: () => {
      clearInterval(look);
      cut();
    },
  };
}
