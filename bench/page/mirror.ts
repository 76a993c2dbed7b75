import { createServer } from 'node:http';

/** Serves the portal's files and an empty page alike, from memory. */
export interface Mirror {
  readonly url: string;
  end(): void;
}

interface File {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** A page of which nobody can say that it takes long: one field, and nothing to load. */
const EMPTY = '<!doctype html><html lang="en"><title>Empty</title><input autofocus></html>';
const COPIED = ['content-type', 'content-security-policy', 'cache-control', 'require-trusted-types-for'];

/** Copies what a running portal serves, file by file when asked for it first. */
export async function startMirror(portal: string): Promise<Mirror> {
  const files = new Map<string, File>([
    ['/empty', { body: Buffer.from(EMPTY), headers: { 'content-type': 'text/html', 'cache-control': 'no-cache' } }],
  ]);
  const server = createServer(async ({ url = '/' }, response) => {
    const file = files.get(url) ?? (await copy(portal, url));
    files.set(url, file);
    response.writeHead(200, { ...file.headers, 'content-length': file.body.length }).end(file.body);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const end = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://localhost:${port}`, end };
}

async function copy(portal: string, path: string): Promise<File> {
  const answer = await fetch(portal + path, { headers: { 'accept-language': 'en-GB' } });
  const kept = [...answer.headers].filter(([name]) => COPIED.includes(name));
  return { body: Buffer.from(await answer.arrayBuffer()), headers: Object.fromEntries(kept) };
}
