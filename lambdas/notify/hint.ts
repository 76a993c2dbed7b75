import type { Connection, SocketOwner } from '../auth/socket.ts';
import { log } from '../log.ts';

/**
 * Open sockets, from the server's side. A handler binds:
 * `{ connections: connections(client, tables.connections), sockets: sockets(env.socketsEndpoint) }`.
 */
export interface Sockets {
  post(connection: string, text: string): Promise<'posted' | 'gone'>;
  /** Closes it, if it is open. */
  end(connection: string): Promise<void>;
}

export interface Connections {
  of(owner: SocketOwner): Promise<readonly Connection[]>;
  forget(connection: Connection): Promise<void>;
}

export interface HintNeeds {
  readonly connections: Connections;
  readonly sockets: Sockets;
}

const PATIENCE_MILLISECONDS = 1000;

/**
 * Tells an owner's pages that something has changed, and not what: a socket carries no secret and nothing to believe.
 * Whoever hears it asks, and whoever does not, asks in a few seconds; so this never throws and takes a second at most.
 */
export async function hint(needs: HintNeeds, owner: SocketOwner, changed: 'flow' | 'phone'): Promise<void> {
  const text = JSON.stringify({ changed });
  await forEach(needs, owner, async (one) => {
    if ((await needs.sockets.post(one.connection, text)) === 'gone') await needs.connections.forget(one);
  });
}

/** Closes an owner's sockets, as far as that succeeds within a second. They carried hints only. */
export async function hangUp(needs: HintNeeds, owner: SocketOwner): Promise<void> {
  await forEach(needs, owner, async (one) => {
    await needs.sockets.end(one.connection);
    await needs.connections.forget(one);
  });
}

async function forEach(
  { connections }: HintNeeds,
  owner: SocketOwner,
  deed: (connection: Connection) => Promise<void>,
): Promise<void> {
  const all = async () => {
    const done = await Promise.allSettled((await connections.of(owner)).map(deed));
    for (const one of done) if (one.status === 'rejected') missed(one.reason);
  };
  await atMost(PATIENCE_MILLISECONDS, all().catch(missed));
}

const missed = (error: unknown): void =>
  log.warn('A hint was missed.', { error: error instanceof Error ? error.name : String(error) });

async function atMost(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
